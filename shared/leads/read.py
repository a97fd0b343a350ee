"""Reads leads with their current score, filtered and sorted in SQL."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import load_only

from shared.database.unit_of_work import UnitOfWork
from shared.leads.errors import LeadNotFound
from shared.leads.models import Lead
from shared.profiles.models import Profile, ProfileVersion
from shared.profiles.repository import VersionLabel
from shared.scoring.models import Assessment

LeadSelect = Select[Lead, Assessment, str, int]

# the id tells leads of one moment apart, so that a page neither repeats nor misses one
TIME_KEYS = (Lead.created_at, Lead.id)
SCORE_KEYS = (Lead.qualification_score, *TIME_KEYS)


class LeadSort(StrEnum):
    """What leads are ordered by."""

    SCORE = "score"
    TIME = "time"


class Order(StrEnum):
    """Which end comes first; leads without a score come last either way."""

    DESC = "desc"
    ASC = "asc"


@dataclass(frozen=True, slots=True)
class LeadQuery:
    """Which leads, in which order; scores are 0 to 100, both ends included, and drop leads without a score."""

    tier: Collection[str] = ()
    min_score: int | None = None
    max_score: int | None = None
    sort: LeadSort = LeadSort.SCORE
    order: Order = Order.DESC


@dataclass(frozen=True, slots=True)
class LeadMark:
    """Where a page ended: the keys of its last lead."""

    score: int | None
    created_at: datetime
    id: uuid.UUID


@dataclass(frozen=True, slots=True)
class LeadView:
    """A lead with its latest assessment and the profile version that it was judged by, both None before any."""

    lead: Lead
    assessment: Assessment | None
    profile: VersionLabel | None

    @property
    def mark(self) -> tuple[int | None, datetime, uuid.UUID]:
        """The keys of a LeadMark that ends here."""
        return (self.lead.qualification_score, self.lead.created_at, self.lead.id)


def get_lead(uow: UnitOfWork, lead_id: uuid.UUID) -> LeadView:
    """One lead; raises LeadNotFound."""
    row = uow.session.execute(_leads().where(Lead.id == lead_id)).one_or_none()
    if row is None:
        raise LeadNotFound("There is no lead with this id.")
    return _view(*row)


def list_leads(uow: UnitOfWork, wanted: LeadQuery, *, limit: int, after: LeadMark | None = None) -> list[LeadView]:
    """Up to `limit` leads that come after `after` in the order that is wanted."""
    leads = _filtered(wanted)
    if wanted.sort is LeadSort.TIME:
        return _page(uow, leads, keys=TIME_KEYS, order=wanted.order, limit=limit, mark=_time_mark(after))
    found: list[LeadView] = []
    if after is None or after.score is not None:
        # in two parts, since an index on (score, created_at) serves "score DESC" but not "score DESC NULLS LAST"
        scored = leads.where(Lead.qualification_score.is_not(None))
        mark = None if after is None else (after.score, after.created_at, after.id)
        found = _page(uow, scored, keys=SCORE_KEYS, order=wanted.order, limit=limit, mark=mark)
        after = None
    if len(found) < limit:
        left = limit - len(found)
        unscored = leads.where(Lead.qualification_score.is_(None))
        found += _page(uow, unscored, keys=TIME_KEYS, order=wanted.order, limit=left, mark=_time_mark(after))
    return found


def _time_mark(after: LeadMark | None) -> tuple[datetime, uuid.UUID] | None:
    return None if after is None else (after.created_at, after.id)


def _page(
    uow: UnitOfWork,
    query: LeadSelect,
    *,
    keys: tuple[Any, ...],
    order: Order,
    limit: int,
    mark: tuple[Any, ...] | None,
) -> list[LeadView]:
    """A page by keyset: as quick at the end of the list as at its beginning."""
    descending = order is Order.DESC
    if mark is not None:
        after: ColumnElement[bool] = tuple_(*keys) < mark if descending else tuple_(*keys) > mark
        query = query.where(after)
    # a list shows of an assessment only who made it
    query = query.options(load_only(Assessment.provider, raiseload=True))
    query = query.order_by(*(key.desc() if descending else key.asc() for key in keys)).limit(limit)
    return [_view(*row) for row in uow.session.execute(query)]


def _filtered(query: LeadQuery) -> LeadSelect:
    leads = _leads()
    if query.tier:
        leads = leads.where(Lead.tier.in_([*query.tier]))
    if query.min_score is not None:
        leads = leads.where(Lead.qualification_score >= query.min_score)
    if query.max_score is not None:
        leads = leads.where(Lead.qualification_score <= query.max_score)
    return leads


def _leads() -> LeadSelect:
    return (
        select(Lead, Assessment, Profile.name, ProfileVersion.number)
        .outerjoin(Assessment, Assessment.id == Lead.assessment_id)
        .outerjoin(ProfileVersion, ProfileVersion.id == Assessment.profile_version_id)
        .outerjoin(Profile, Profile.id == ProfileVersion.profile_id)
    )


def _view(lead: Lead, assessment: Assessment | None, name: str | None, number: int | None) -> LeadView:
    profile = None if name is None or number is None else VersionLabel(name, number)
    return LeadView(lead, assessment, profile)
