"""Reads leads with their current score, filtered, searched, sorted and counted in SQL."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, tuple_
from sqlalchemy.orm import load_only

from shared.database.unit_of_work import UnitOfWork
from shared.leads.errors import LeadNotFound
from shared.leads.models import Lead, LeadText
from shared.leads.order import NAME_KEYS, LeadSort, Order, Part, parts_of, place_of
from shared.profiles.models import Profile, ProfileVersion
from shared.profiles.repository import VersionLabel
from shared.scoring.models import Assessment
from shared.verdicts.kinds import OutcomeWanted
from shared.verdicts.match import ended_as, is_overridden, live_outcome, live_override
from shared.verdicts.models import Outcome, Override
from shared.verdicts.read import OverrideView, view_override

LeadSelect = Select[Lead, Assessment, str, int, Override, Outcome]

LEVEL_FIELDS = ("key", "label", "weight", "level")


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads; scores are 0 to 100, both ends included, and drop leads without one; `words` must all be found."""

    tier: Collection[str] = ()
    min_score: int | None = None
    max_score: int | None = None
    words: Collection[str] = ()
    job_id: uuid.UUID | None = None
    since: datetime | None = None
    flagged: bool = False
    overridden: bool | None = None
    outcome: Collection[OutcomeWanted] = ()


@dataclass(frozen=True, slots=True)
class LeadMark:
    """Where a page ended: the part of the list and the keys of its last lead; `value` as far as its part has one."""

    place: int
    value: int | datetime | None
    created_at: datetime
    id: uuid.UUID


@dataclass(frozen=True, slots=True)
class LeadView:
    """A lead with its latest assessment and the profile version that it was judged by, both None before any.

    Beside them stands what people said of it, as far as it was not withdrawn.
    """

    lead: Lead
    assessment: Assessment | None
    profile: VersionLabel | None
    override: OverrideView | None
    outcome: Outcome | None

    def mark(self, sort: LeadSort) -> tuple[int, int | datetime | None, datetime, uuid.UUID]:
        """The fields of a LeadMark that ends here."""
        place = place_of(self.lead, sort)
        value = parts_of(sort)[place].value
        return (place, None if value is None else getattr(self.lead, value.key), self.lead.created_at, self.lead.id)

    @property
    def levels(self) -> list[dict[str, Any]] | None:
        """Each criterion with its weight and level, in the profile's order; None before any assessment."""
        if self.assessment is None:
            return None
        return [{name: criterion[name] for name in LEVEL_FIELDS} for criterion in self.assessment.criteria]


def get_lead(uow: UnitOfWork, lead_id: uuid.UUID) -> LeadView:
    """One lead; raises LeadNotFound."""
    row = uow.session.execute(_leads().where(Lead.id == lead_id)).one_or_none()
    if row is None:
        raise LeadNotFound("There is no lead with this id.")
    return _view(row)


def list_leads(
    uow: UnitOfWork,
    wanted: LeadFilter,
    *,
    limit: int,
    sort: LeadSort = LeadSort.SCORE,
    order: Order = Order.DESC,
    after: LeadMark | None = None,
) -> list[LeadView]:
    """Up to `limit` leads that come after `after` in the order that is wanted."""
    leads = select(Lead.id).where(*_conditions(wanted))
    first = 0 if after is None else after.place
    found: list[LeadView] = []
    for place, part in enumerate(parts_of(sort)[first:], start=first):
        mark = None if after is None or place > after.place else _keys_of(after, part)
        found += _page(uow, leads.where(part.of), part=part, order=order, limit=limit - len(found), mark=mark)
        if len(found) == limit:
            break
    return found


def count_tiers(uow: UnitOfWork, wanted: LeadFilter) -> dict[str | None, int]:
    """Tier → how many leads of it there are; None counts those that were never judged."""
    rows = uow.session.execute(select(Lead.tier, func.count()).where(*_conditions(wanted)).group_by(Lead.tier))
    return {tier: count for tier, count in rows}  # noqa: C416 - a row is no pair for mypy


def _keys_of(after: LeadMark, part: Part) -> Any:
    """The keys of the lead where a page ended."""
    if part.keys is NAME_KEYS:
        # looked up: a name has no business in a URL
        return select(*NAME_KEYS).where(Lead.id == after.id).correlate(None).scalar_subquery()
    times = (after.created_at, after.id)
    return tuple_(*times) if part.value is None else tuple_(after.value, *times)


def _page(
    uow: UnitOfWork, leads: Select[uuid.UUID], *, part: Part, order: Order, limit: int, mark: Any
) -> list[LeadView]:
    """A page by keyset: as quick at the end of the list as at its beginning."""
    descending = order is Order.DESC
    if mark is not None:
        leads = leads.where(tuple_(*part.keys) < mark if descending else tuple_(*part.keys) > mark)
    ordered = [key.desc() if descending else key.asc() for key in part.keys]
    # the page is cut before anything is joined: where no index has the order, ids are sorted and not whole rows
    page = _leads().where(Lead.id.in_(leads.order_by(*ordered).limit(limit))).order_by(*ordered)
    # a list shows of an assessment only who made it, and the levels
    page = page.options(load_only(Assessment.provider, Assessment.criteria, raiseload=True))
    return [_view(row) for row in uow.session.execute(page)]


def _conditions(wanted: LeadFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.tier:
        conditions.append(Lead.tier.in_([*wanted.tier]))
    if wanted.min_score is not None:
        conditions.append(Lead.qualification_score >= wanted.min_score)
    if wanted.max_score is not None:
        conditions.append(Lead.qualification_score <= wanted.max_score)
    if wanted.job_id is not None:
        conditions.append(Lead.source_job_id == wanted.job_id)
    if wanted.since is not None:
        conditions.append(Lead.qualified_at >= wanted.since)
    if wanted.flagged:
        # compared as a whole, since PostgreSQL knows how many are empty, and not how long they are
        conditions.append(Lead.flags != [])
    if wanted.overridden is not None:
        conditions.append(is_overridden(Lead.id, wanted=wanted.overridden))
    if wanted.outcome:
        conditions.append(ended_as(Lead.id, wanted.outcome))
    if wanted.words:
        found = [LeadText.body.like(_searchable(f"%{_escaped(word)}%"), escape="\\") for word in wanted.words]
        conditions.append(Lead.id.in_(select(LeadText.lead_id).where(and_(*found))))
    return conditions


def _searchable(pattern: str) -> ColumnElement[str]:
    """The pattern as texts are kept: see SEARCHABLE."""
    return func.translate(func.lower(unicodedata.normalize("NFC", pattern)), "\u03c2", "\u03c3")


def _escaped(word: str) -> str:
    """The word with LIKE's own signs taken by the letter."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _leads() -> LeadSelect:
    return (
        select(Lead, Assessment, Profile.name, ProfileVersion.number, Override, Outcome)
        .outerjoin(Assessment, Assessment.id == Lead.assessment_id)
        .outerjoin(ProfileVersion, ProfileVersion.id == Assessment.profile_version_id)
        .outerjoin(Profile, Profile.id == ProfileVersion.profile_id)
        .outerjoin(Override, live_override(Lead.id))
        .outerjoin(Outcome, live_outcome(Lead.id))
    )


def _view(row: Row[Lead, Assessment, str, int, Override, Outcome]) -> LeadView:
    lead, assessment, name, number, override, outcome = row
    profile = None if assessment is None else VersionLabel(name, number)
    return LeadView(lead, assessment, profile, view_override(override, assessment_id=lead.assessment_id), outcome)
