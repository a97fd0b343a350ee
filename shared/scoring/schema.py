"""Builds the strict JSON schema of the model's answer, inside what Cerebras accepts (its structured-output limits)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from shared.profiles.content import ProfileContent
from shared.profiles.errors import ProfileTooLarge

LONGEST_SCHEMA = 5000
"""Characters of a schema in strict mode; a longer one is refused with 400."""
_TEXT = {"type": "string"}


def answer_schema(profile: ProfileContent) -> dict[str, Any]:
    """The schema of one answer; a shape used by many criteria stands once, in `$defs`. Raises `ProfileTooLarge`."""
    criterion = {"field": _TEXT, "quote": _TEXT, "reason": _TEXT, "level": _one_of("0", "1", "2", "3", "4", "unknown")}
    disqualifier = {"field": _TEXT, "quote": _TEXT, "applies": _one_of("yes", "no", "unknown")}
    definitions = {"criterion": _object(criterion)}
    properties = {"criteria": _all("criterion", (criterion.key for criterion in profile.criteria))}
    if profile.disqualifiers:
        definitions["disqualifier"] = _object(disqualifier)
        properties["disqualifiers"] = _all("disqualifier", (one.key for one in profile.disqualifiers))
    properties["instructions_in_lead"] = _one_of("yes", "no")
    schema = {"$defs": definitions, **_object(properties)}
    length = len(orjson.dumps(schema))
    if length > LONGEST_SCHEMA:
        raise ProfileTooLarge(
            f"The answer's schema has {length} characters and at most {LONGEST_SCHEMA} are accepted: "
            "use fewer criteria or shorter keys."
        )
    return schema


def _one_of(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _all(definition: str, keys: Iterable[str]) -> dict[str, Any]:
    return _object({key: {"$ref": f"#/$defs/{definition}"} for key in keys})
