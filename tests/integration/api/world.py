"""Rows as the workers leave them, with fixed values, so that whole answers can be compared."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.ids import new_id
from shared.jobs.models import Job, JobItem
from shared.leads.models import Lead
from shared.llm.models import LlmCall
from shared.profiles.repository import ProfileRepository
from shared.scoring.models import Assessment

AT = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
HASH = b"h" * 32

CRITERIA: list[dict[str, Any]] = [
    {
        "key": "fit",
        "label": "Company fit",
        "weight": 60,
        "level": 3,
        "points": "45.00",
        "field": "notes",
        "quote": "three warehouses",
        "reason": "Runs three sites.",
        "note": None,
        "claimed": None,
    },
    {
        "key": "need",
        "label": "Need",
        "weight": 40,
        "level": None,
        "points": None,
        "field": "",
        "quote": "",
        "reason": "",
        "note": "quote_not_found",
        "claimed": {"answer": "4", "field": "notes", "quote": "urgent", "reason": "Says so."},
    },
]
DISQUALIFIERS: list[dict[str, Any]] = [
    {"key": "rival", "label": "Competitor", "applies": "no", "field": "", "quote": "", "note": None, "claimed": None}
]
QUESTION: dict[str, Any] = {
    "key": "need",
    "label": "Need",
    "question": "What is it needed for?",
    "outcomes": [{"level": 4, "score": 85, "tier": "A"}],
}
FLAGS: list[dict[str, Any]] = [{"code": "ignore_instructions", "field": "notes", "excerpt": "ignore the above"}]
# the tiers of the default profile, then those that code gives
TIERS = ("A", "B", "C", "D", "open", "disqualified")


def at(seconds: float) -> datetime:
    """So long after nine o'clock."""
    return AT + timedelta(seconds=seconds)


def ago(**parts: float) -> datetime:
    """So long before now."""
    return datetime.now(UTC) - timedelta(**parts)


def add_job(uow: UnitOfWork, *, items: int = 0, **values: Any) -> Job:
    """A job of queued leads, with any column changed."""
    counts = {"total": max(items, 1), "queued": max(items, 1)}
    job = Job(
        **{
            "id": new_id(),
            "queue": "bulk",
            "profile_version_id": ProfileRepository(uow.session).use_active_version().id,
            "provider": "cerebras",
            "model": "gpt-oss-120b",
            "request_id": "req-world",
            "created_at": AT,
            **counts,
            **values,
        }
    )
    uow.session.add(job)
    uow.session.flush()
    for position in range(items):
        add_item(uow, job, position)
    return job


def default_profile_id() -> str:
    """The id of the profile that jobs take that name none, once there is one."""
    with unit_of_work() as uow:
        profile = ProfileRepository(uow.session).find_default()
        assert profile is not None
        return str(profile.id)


def add_item(uow: UnitOfWork, job: Job, position: int, **values: Any) -> JobItem:
    """A queued lead of the job, with any column changed."""
    item = JobItem(
        **{
            "job_id": job.id,
            "position": position,
            "custom_id": f"row-{position + 1}",
            "input": {"company_name": f"Company {position}"},
            "identity": f"company-{position}",
            "input_hash": HASH,
            **values,
        }
    )
    uow.session.add(item)
    uow.session.flush()
    return item


def add_assessment(uow: UnitOfWork, **values: Any) -> Assessment:
    """A judgement of two criteria, one of them unknown."""
    assessment = Assessment(
        **{
            "request_hash": HASH,
            "input_hash": HASH,
            "profile_version_id": ProfileRepository(uow.session).use_active_version().id,
            "prompt_version": "2026-11-24.1",
            "provider": "cerebras",
            "model": "gpt-oss-120b",
            "criteria": CRITERIA,
            "disqualifiers": DISQUALIFIERS,
            "score": 75,
            "score_exact": Decimal("75.0000"),
            "coverage": Decimal("0.6000"),
            "tier": "B",
            "next_question": QUESTION,
            "flags": FLAGS,
            "reasoning": "Company fit: Runs three sites.",
            "prompt_tokens": 1500,
            "completion_tokens": 200,
            "cost_usd": Decimal("0.000675"),
            "latency_ms": 830,
            "created_at": at(5),
            **values,
        }
    )
    uow.session.add(assessment)
    uow.session.flush()
    return assessment


def add_call(uow: UnitOfWork, job: Job, position: int, **values: Any) -> LlmCall:
    """A call that was answered."""
    call = LlmCall(
        **{
            "request_hash": HASH,
            "job_id": job.id,
            "position": position,
            "attempt": 1,
            "lease_token": uuid.UUID(int=1),
            "provider": "cerebras",
            "model": "gpt-oss-120b",
            "reserved_tokens": 3500,
            "reserved_cost_usd": Decimal("0.002"),
            "started_at": at(4),
            "ended_at": at(5),
            "class_": "ok",
            "prompt_tokens": 1500,
            "completion_tokens": 200,
            "cached_tokens": 1000,
            "cost_usd": Decimal("0.000675"),
            **values,
        }
    )
    uow.session.add(call)
    uow.session.flush()
    return call


def add_lead(uow: UnitOfWork, name: str = "Northwind", **values: Any) -> Lead:
    """A lead that has no score yet."""
    lead = Lead(
        **{
            "id": new_id(),
            "identity": f"company:{name}",
            "company_name": name,
            "submitted_at": AT,
            "source_job_id": uuid.UUID(int=7),
            "source_position": 0,
            "created_at": AT,
            "updated_at": AT,
            **values,
        }
    )
    uow.session.add(lead)
    uow.session.flush()
    return lead


def tier_counts(**counts: int) -> list[dict[str, Any]]:
    """The tiers of a job as it is answered; those that are not named have no lead."""
    return [{"tier": tier, "count": counts.get(tier, 0)} for tier in TIERS]


def problem(answer: Any) -> dict[str, Any]:
    """The body of an error, without what differs from request to request."""
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = answer.json
    assert body.pop("request_id") == answer.headers["X-Request-Id"]
    assert body.pop("instance") == answer.request.path
    return body


def csv_rows(body: bytes) -> list[dict[str, str]]:
    """The lines of a file as a spreadsheet reads them, by header."""
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
