"""Queries over what became of a job's leads, as people read it: pages, files, failures, tiers."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from shared.jobs.errors import JobNotFound
from shared.jobs.models import Job, JobItem
from shared.jobs.states import ENDED_ITEMS, ItemState, JobKind, JobStatus
from shared.leads.models import Lead
from shared.llm.classes import AnswerClass
from shared.llm.models import LlmCall
from shared.profiles.models import Profile, ProfileVersion
from shared.scoring.models import Assessment
from shared.verdicts.match import live_outcome, live_override
from shared.verdicts.models import Outcome, Override
from shared.verdicts.read import OverrideView, view_override


class ResultOrder(StrEnum):
    """As submitted, or what ended last first; `recent` has only leads that have ended."""

    INPUT = "input"
    RECENT = "recent"


@dataclass(frozen=True, slots=True)
class ResultsWanted:
    """Leads in these states, in which order, and of them only the one at this position."""

    states: Collection[ItemState] = ENDED_ITEMS
    order: ResultOrder = ResultOrder.INPUT
    position: int | None = None


@dataclass(frozen=True, slots=True)
class ResultHead:
    """What all results of a job share: its name, who judges, and the keys of its criteria, in order."""

    name: str | None
    provider: str
    model: str
    criteria: Sequence[str]
    is_preview: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """What all ended calls for one lead used, failed and unanswered ones too; costs in US dollars."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cost_usd: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class CurrentScore:
    """The score that a lead has now, and the profile version that it is by."""

    score: int | None
    tier: str | None
    profile: str
    version: int


@dataclass(frozen=True, slots=True)
class ResultRow:
    """An item with its assessment, if it has one, and the lead of its identity, if there is one, as people see it."""

    item: JobItem
    assessment: Assessment | None
    lead_id: uuid.UUID | None
    override: OverrideView | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class FailedLead:
    """A failed lead, as far as a person needs it to find it."""

    position: int
    custom_id: str
    company_name: str
    attempts: int
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedOfCode:
    """How many leads of a job failed with this code, and the first of them."""

    code: str
    count: int
    sample: Sequence[FailedLead]


class ResultRepository:
    """Reads within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_head(self, job_id: uuid.UUID) -> ResultHead:
        """The head of the job's results; raises JobNotFound."""
        row = self._session.execute(
            select(Job.name, Job.provider, Job.model, Job.kind, ProfileVersion.content["criteria"])
            .join(ProfileVersion, ProfileVersion.id == Job.profile_version_id)
            .where(Job.id == job_id)
        ).one_or_none()
        if row is None:
            raise JobNotFound
        name, provider, model, kind, criteria = row
        return ResultHead(name, provider, model, [criterion["key"] for criterion in criteria], kind == JobKind.PREVIEW)

    def get_standing(self, job_id: uuid.UUID) -> tuple[JobStatus, str | None]:
        """Where the job stands, and why; raises JobNotFound."""
        row = self._session.execute(select(Job.status, Job.status_reason).where(Job.id == job_id)).one_or_none()
        if row is None:
            raise JobNotFound
        return JobStatus(row.status), row.status_reason

    def list_positions(
        self, job_id: uuid.UUID, wanted: ResultsWanted, *, limit: int, after: tuple[Any, ...] | None
    ) -> list[int]:
        """A page's positions alone: sorting a job by time must not carry its leads and assessments along."""
        query = select(JobItem.position).where(JobItem.job_id == job_id, JobItem.state.in_([*wanted.states]))
        if wanted.position is not None:
            query = query.where(JobItem.position == wanted.position)
        if wanted.order is ResultOrder.RECENT:
            keys = (JobItem.completed_at, JobItem.position)
            query = query.where(JobItem.completed_at.is_not(None)).order_by(*(key.desc() for key in keys))
            if after is not None:
                query = query.where(tuple_(*keys) < after)
        else:
            query = query.order_by(JobItem.position)
            if after is not None:
                query = query.where(JobItem.position > after[0])
        return list(self._session.scalars(query.limit(limit)))

    def list_rows(self, job_id: uuid.UUID, positions: Sequence[int]) -> list[ResultRow]:
        """What stands at these positions, in no order."""
        rows = self._session.execute(
            select(JobItem, Assessment, Lead.id, Lead.assessment_id, Override, Outcome)
            .outerjoin(Assessment, Assessment.id == JobItem.assessment_id)
            .outerjoin(Lead, Lead.identity == JobItem.identity)
            .outerjoin(Override, live_override(Lead.id))
            .outerjoin(Outcome, live_outcome(Lead.id))
            .where(JobItem.job_id == job_id, JobItem.position.in_(positions))
        )
        return [
            ResultRow(item, assessment, lead_id, view_override(override, assessment_id=current), outcome)
            for item, assessment, lead_id, current, override, outcome in rows
        ]

    def find_current(self, identities: Sequence[str]) -> dict[str, CurrentScore]:
        """Identity → what the lead scores now; a lead that was never judged is left out."""
        rows = self._session.execute(
            select(Lead.identity, Lead.qualification_score, Lead.tier, Profile.name, ProfileVersion.number)
            .join(Assessment, Assessment.id == Lead.assessment_id)
            .join(ProfileVersion, ProfileVersion.id == Assessment.profile_version_id)
            .join(Profile, Profile.id == ProfileVersion.profile_id)
            .where(Lead.identity.in_(identities))
        )
        return {identity: CurrentScore(score, tier, name, number) for identity, score, tier, name, number in rows}

    def sum_usage(self, job_id: uuid.UUID, positions: Sequence[int]) -> dict[int, Usage]:
        """Position → what its calls used, summed from the ledger; positions without calls are left out."""
        if not positions:
            return {}
        rows = self._session.execute(
            select(
                LlmCall.position,
                # as a job counts them: one that has not ended has no class, and a released one was not made
                func.count().filter(LlmCall.class_ != AnswerClass.RELEASED),
                func.sum(LlmCall.prompt_tokens),
                func.sum(LlmCall.completion_tokens),
                func.sum(LlmCall.cached_tokens),
                func.sum(LlmCall.cost_usd),
            )
            .where(LlmCall.job_id == job_id, LlmCall.position.in_(positions))
            .group_by(LlmCall.position)
        )
        return {
            position: Usage(
                calls=calls,
                prompt_tokens=prompt or 0,
                completion_tokens=completion or 0,
                cached_tokens=cached or 0,
                cost_usd=cost or Decimal(0),
            )
            for position, calls, prompt, completion, cached, cost in rows
        }

    def list_failed(self, job_id: uuid.UUID, *, samples: int) -> list[FailedOfCode]:
        """The failed leads by code, most leads first, with the first `samples` of each; raises JobNotFound."""
        if self._session.scalar(select(Job.id).where(Job.id == job_id)) is None:
            raise JobNotFound
        failed = (
            select(
                JobItem.error_code,
                func.count().over(partition_by=JobItem.error_code).label("leads"),
                func.row_number().over(partition_by=JobItem.error_code, order_by=JobItem.position).label("place"),
                JobItem.position,
                JobItem.custom_id,
                JobItem.input["company_name"].astext.label("company_name"),
                JobItem.attempts,
                JobItem.completed_at,
            )
            .where(JobItem.job_id == job_id, JobItem.state == ItemState.FAILED)
            .subquery()
        )
        rows = self._session.execute(
            select(failed)
            .where(failed.c.place <= samples)
            .order_by(failed.c.leads.desc(), failed.c.error_code, failed.c.position)
        )
        found: dict[tuple[str, int], list[FailedLead]] = {}
        for row in rows:
            lead = FailedLead(row.position, row.custom_id, row.company_name, row.attempts, row.completed_at)
            found.setdefault((row.error_code, row.leads), []).append(lead)
        return [FailedOfCode(code, count, sample) for (code, count), sample in found.items()]

    def list_tiers(self, profile_version_id: uuid.UUID) -> list[str]:
        """The tiers of this profile version, from high to low."""
        tiers = self._session.scalar(
            select(ProfileVersion.content["tiers"]).where(ProfileVersion.id == profile_version_id)
        )
        return [tier["name"] for tier in tiers or ()]

    def count_tiers(self, job_id: uuid.UUID) -> dict[str, int]:
        """Tier → scored leads of the job; reads all of them."""
        rows = self._session.execute(
            select(Assessment.tier, func.count())
            .join(JobItem, JobItem.assessment_id == Assessment.id)
            .where(JobItem.job_id == job_id, JobItem.state == ItemState.SUCCEEDED)
            .group_by(Assessment.tier)
        )
        return {tier: count for tier, count in rows}  # noqa: C416 - rows are not pairs to mypy
