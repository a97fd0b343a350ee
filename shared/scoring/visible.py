"""Chooses what the model sees of a lead: never a name, e-mail address or telephone number of the contact."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import orjson

from shared.scoring.clean import clean_text

LONGEST_NOTES = 6000
LONGEST_FIELD = 500
LONGEST_NAME = 64
ADDITIONAL = "additional_data"
# the order in which the model reads them
_FIELDS = (
    ("company_name", LONGEST_FIELD),
    ("company_website", LONGEST_FIELD),
    ("company_size", LONGEST_FIELD),
    ("industry", LONGEST_FIELD),
    ("contact_title", LONGEST_FIELD),
    ("notes", LONGEST_NOTES),
)
# columns such as "Mobile phone 2" that no canonical field took, compared by their letters alone
_PERSONAL = re.compile(
    r"(?:contact|work|office|business|private|personal|home|second|secondary|alternative|alt|other|direct|primary)*"
    r"(?:e?mail|(?:mobile|cell|tele)?phone|mobile|cell|tel|telefon|handy|fax|whatsapp|name|firstname|lastname|surname"
    r"|givenname|familyname|middlename|fullname|vorname|nachname|linkedin)(?:address|number|no|nr|url|profile)?"
)
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def visible_lead(input: Mapping[str, Any]) -> dict[str, str]:
    """The lead's fields as the model sees them, in a fixed order, cleaned and capped; empty ones are left out."""
    visible: dict[str, str] = {}
    for name, longest in _FIELDS:
        value = input.get(name)
        if value is None:
            continue
        text = clean_text(value if type(value) is str else str(value))
        if text:
            visible[name] = text if len(text) <= longest else text[:longest].rstrip()
    additional = input.get(ADDITIONAL)
    if additional:
        # sorted, so that the order of columns in a file does not make another lead of it
        for key in sorted(additional):
            name, text = _additional(key, additional[key])
            if name and text:
                visible[f"{ADDITIONAL}.{name}"] = text
    return visible


def hash_input(visible: Mapping[str, str]) -> bytes:
    """The SHA-256 (32 bytes) of what the model sees: leads that look the same to it hash the same."""
    return hashlib.sha256(orjson.dumps(visible)).digest()


def _additional(key: str, value: object) -> tuple[str, str]:
    name = " ".join(clean_text(key)[:LONGEST_NAME].split())
    if value is None or _PERSONAL.fullmatch(_NOT_LETTERS.sub("", name).lower()):
        return name, ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return name, clean_text(text)[:LONGEST_FIELD].rstrip()
