"""Results as rows of a spreadsheet; pure code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson

from api.http.spreadsheet import safe_cell
from shared.jobs.result_repository import CurrentScore
from shared.jobs.results import Result
from shared.leads.fields import TEXT_FIELDS
from shared.settings import SIMULATOR

_LEAD_FIELDS = tuple(field.name for field in TEXT_FIELDS)
_CRITERION_PARTS = ("level", "points", "quote", "reason")
# what the leads score now, beside what they would
_CURRENT = ("current_score", "current_tier", "current_profile", "current_version")
_NINE_PLACES = Decimal("1E-9")


def header_of(criteria: Sequence[str], *, preview: bool = False) -> list[str]:
    """The names of the columns for a profile with these criteria, by key; a preview has some more."""
    return [
        *("row", "custom_id", "status", "score", "tier", "coverage", *_LEAD_FIELDS, "next_question"),
        *(f"{key}_{part}" for key in criteria for part in _CRITERION_PARTS),
        *("flags", "reasoning", "error_code", "error_message", "remedy", "attempts", "cached", "provider", "model"),
        *("simulated", "cost_usd", "completed_at", "additional_data"),
        *("override_score", "override_tier", "override_reason", "outcome"),
        *(_CURRENT if preview else ()),
    ]


def row_of(result: Result, criteria: Sequence[str], *, preview: bool = False) -> list[str]:
    """The cells under `header_of`; what does not apply is empty, and no cell begins a formula."""
    item, judged, error = result.item, result.assessment, result.error
    cells = [
        *(item.position + 1, item.custom_id, item.state),
        *((judged.score, judged.tier, judged.coverage) if judged else (None, None, None)),
        *(item.input.get(name) for name in _LEAD_FIELDS),
        judged.next_question["question"] if judged and judged.next_question else None,
        *_criteria_cells(judged.criteria if judged else (), criteria),
        "; ".join(flag["code"] for flag in judged.flags) if judged else None,
        judged.reasoning if judged else None,
        *((error.code, error.message, error.remedy) if error else (None, None, None)),
        *(item.attempts, item.cached, result.provider, result.model, result.provider == SIMULATOR),
        *(result.usage.cost_usd.quantize(_NINE_PLACES), item.completed_at),
        orjson.dumps(item.input["additional_data"]).decode() if item.input.get("additional_data") else None,
        *_persons_cells(result),
        *(_current_cells(result.current) if preview else ()),
    ]
    return [_cell(value) for value in cells]


def _persons_cells(result: Result) -> tuple[Any, ...]:
    said = result.override.override if result.override else None
    override = (said.score, said.tier, said.reason) if said else (None, None, None)
    return (*override, result.outcome.outcome if result.outcome else None)


def _current_cells(current: CurrentScore | None) -> tuple[Any, ...]:
    if current is None:
        return (None,) * len(_CURRENT)
    return (current.score, current.tier, current.profile, current.version)


def _criteria_cells(judged: Sequence[dict[str, Any]], keys: Sequence[str]) -> list[Any]:
    by_key = {criterion["key"]: criterion for criterion in judged}
    return [by_key.get(key, {}).get(part) for key in keys for part in _CRITERION_PARTS]


def _cell(value: object) -> str:
    if isinstance(value, str):
        return safe_cell(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
