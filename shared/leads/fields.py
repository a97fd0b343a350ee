"""The fields a lead has, their limits, and which field the header of a column means."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.leads.synonyms import FALLBACK_SYNONYMS, SYNONYMS

MAX_ADDITIONAL_KEYS = 40
MAX_ADDITIONAL_KEY_CHARS = 64
MAX_ADDITIONAL_VALUE_CHARS = 2_000
# PostgreSQL's jsonb and orjson take more, but a browser reads larger integers back changed
MAX_ADDITIONAL_NUMBER = 2**53


@dataclass(frozen=True, slots=True)
class LeadField:
    """A text field of a lead: its name, its greatest length in code points, and whether it may hold several lines."""

    name: str
    max_chars: int
    multiline: bool = False


TEXT_FIELDS = (
    LeadField("company_name", 255),
    LeadField("company_website", 500),
    LeadField("company_size", 100),
    LeadField("industry", 255),
    LeadField("contact_name", 255),
    LeadField("contact_email", 320),
    LeadField("contact_phone", 50),
    LeadField("contact_title", 255),
    LeadField("notes", 10_000, multiline=True),
)
LEAD_FIELDS = (*(field.name for field in TEXT_FIELDS), "additional_data")
ROW_FIELDS = frozenset((*LEAD_FIELDS, "custom_id"))
NAME_PARTS = ("first_name", "last_name")

# letters that Unicode does not take apart into a base letter and an accent
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "\u0131": "i"})


def normalise_header(header: str) -> str:
    """What is left of a header when case, spaces, punctuation and accents do not count; may be empty."""
    plain = unicodedata.normalize("NFKD", header).casefold().translate(_LETTERS)
    return "".join(character for character in plain if character.isalnum())


def _by_header(synonyms: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {normalise_header(name): field for field, names in synonyms.items() for name in names}


_MEANT = _by_header(SYNONYMS)
_PERHAPS = _by_header(FALLBACK_SYNONYMS)


def field_for_header(header: str) -> str | None:
    """The field (or part of a name) that a column of this header surely holds, None if it is not known."""
    return _MEANT.get(normalise_header(header))


def fallback_field_for_header(header: str) -> str | None:
    """The field that a column of this header holds if no other column of the file claims it, else None."""
    return _PERHAPS.get(normalise_header(header))


def suggest_field(name: str) -> str | None:
    """The field that an unknown name probably means, None if none is near."""
    meant = field_for_header(name) or fallback_field_for_header(name)
    if meant in NAME_PARTS:
        return "contact_name"
    if meant is not None:
        return meant
    near = difflib.get_close_matches(name.casefold(), (*LEAD_FIELDS, "custom_id"), n=1, cutoff=0.7)
    return near[0] if near else None
