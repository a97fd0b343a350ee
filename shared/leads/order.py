"""The orders of a list of leads: each is a row of parts, so that every part is read from an index."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, true

from shared.leads.models import Lead
from shared.profiles.content import SpecialTier

# the id tells leads of one moment apart, so that a page neither repeats nor misses one
TIME_KEYS = (Lead.created_at, Lead.id)
NAME_KEYS = (func.lower(Lead.company_name), Lead.id)


class LeadSort(StrEnum):
    """What leads are ordered by."""

    SCORE = "score"
    TIME = "time"
    SCORED = "scored"
    COMPANY = "company"


class Order(StrEnum):
    """Which end of each part comes first; the parts keep their places."""

    DESC = "desc"
    ASC = "asc"


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the leads and what they are ordered by, `value` first where there is one that other leads lack."""

    of: ColumnElement[bool]
    keys: tuple[Any, ...]
    value: Any = None


def _by(value: Any, of: ColumnElement[bool]) -> Part:
    return Part(of & value.is_not(None), (value, *TIME_KEYS), value)


def _without(value: Any) -> Part:
    return Part(value.is_(None), TIME_KEYS)


_SCORE = Lead.qualification_score
# a lead of which too little is known, or that is ruled out, is not to be called first, whatever its score
_PARTS: dict[LeadSort, tuple[Part, ...]] = {
    LeadSort.SCORE: (
        _by(_SCORE, func.coalesce(Lead.tier, "").not_in([*SpecialTier])),
        _by(_SCORE, Lead.tier == SpecialTier.OPEN),
        _by(_SCORE, Lead.tier == SpecialTier.DISQUALIFIED),
        _without(_SCORE),
    ),
    LeadSort.SCORED: (_by(Lead.qualified_at, true()), _without(Lead.qualified_at)),
    LeadSort.TIME: (Part(true(), TIME_KEYS),),
    LeadSort.COMPANY: (Part(true(), NAME_KEYS),),
}


def parts_of(sort: LeadSort) -> tuple[Part, ...]:
    """The parts of the list, in their order; each lead is in exactly one of them."""
    return _PARTS[sort]


def place_of(lead: Lead, sort: LeadSort) -> int:
    """The number of the part, from 0, in which this lead stands."""
    if sort is LeadSort.SCORED:
        return int(lead.qualified_at is None)
    if sort is not LeadSort.SCORE:
        return 0
    if lead.qualification_score is None:
        return len(_PARTS[sort]) - 1
    return {SpecialTier.OPEN.value: 1, SpecialTier.DISQUALIFIED.value: 2}.get(lead.tier or "", 0)
