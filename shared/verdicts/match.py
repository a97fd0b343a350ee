"""Matches leads with what people said of them: the live word, and filters by it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from shared.verdicts.kinds import OutcomeWanted
from shared.verdicts.models import Outcome, Override

LeadKey = InstrumentedAttribute[uuid.UUID]


def live_override(lead_id: LeadKey) -> ColumnElement[bool]:
    """Joins a lead with the override that counts; there is one at most."""
    return and_(Override.lead_id == lead_id, Override.withdrawn_at.is_(None))


def live_outcome(lead_id: LeadKey) -> ColumnElement[bool]:
    """Joins a lead with the outcome that counts; there is one at most."""
    return and_(Outcome.lead_id == lead_id, Outcome.withdrawn_at.is_(None))


def is_overridden(lead_id: LeadKey, *, wanted: bool) -> ColumnElement[bool]:
    """Leads with an override, or without one."""
    return _those_in(lead_id, Override) if wanted else ~exists().where(live_override(lead_id))


def ended_as(lead_id: LeadKey, wanted: Collection[OutcomeWanted]) -> ColumnElement[bool]:
    """Leads that ended in one of these ways; NONE: of which nobody said so."""
    kinds = [kind.value for kind in wanted if kind is not OutcomeWanted.NONE]
    ways: list[ColumnElement[bool]] = []
    if kinds:
        ways.append(_those_in(lead_id, Outcome, Outcome.outcome.in_(kinds)))
    if OutcomeWanted.NONE in wanted:
        ways.append(~exists().where(live_outcome(lead_id)))
    return or_(*ways)


def _those_in(
    lead_id: LeadKey, table: type[Override] | type[Outcome], *conditions: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Listed, not looked up lead by lead: few of many leads have one."""
    said: Any = select(table.lead_id).where(table.withdrawn_at.is_(None), *conditions)
    return lead_id.in_(said)
