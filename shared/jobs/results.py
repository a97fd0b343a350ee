"""Reads what became of a job's leads, in input order or newest first, during the run too."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, tuple_

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.errors import JobNotFound
from shared.jobs.models import Job, JobItem
from shared.jobs.states import ENDED_ITEMS, ItemState, JobKind
from shared.leads.models import Lead
from shared.llm.classes import DECISIONS, AnswerClass
from shared.llm.failures import FAILURES
from shared.llm.models import LlmCall
from shared.profiles.models import Profile, ProfileVersion
from shared.scoring.models import Assessment

_RETRYABLE = frozenset(decision.error_code for decision in DECISIONS.values() if decision.retry)


class ResultOrder(StrEnum):
    """As submitted, or what ended last first; `recent` has only leads that have ended."""

    INPUT = "input"
    RECENT = "recent"


@dataclass(frozen=True, slots=True)
class Usage:
    """What all calls for one lead used, failed ones too; costs in US dollars."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cost_usd: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ResultError:
    """Why a lead has no score: a stable code, what happened, what to do, and whether submitting it again may help."""

    code: str
    message: str
    remedy: str
    retryable: bool


def result_error(code: str) -> ResultError:
    """The failure of this code, as people read it."""
    failure = FAILURES[code]
    return ResultError(code=code, message=failure.cause, remedy=failure.remedy, retryable=code in _RETRYABLE)


@dataclass(frozen=True, slots=True)
class CurrentScore:
    """The score that a lead has now, and the profile version that it is by."""

    score: int | None
    tier: str | None
    profile: str
    version: int


@dataclass(frozen=True, slots=True)
class Result:
    """One lead of a job: as submitted, how it ended, its assessment if it succeeded, and what it used.

    `current` is read for previews only: what the lead scores now, to be compared with what it would.
    """

    item: JobItem
    assessment: Assessment | None
    lead_id: uuid.UUID | None
    provider: str
    model: str
    usage: Usage
    current: CurrentScore | None = None

    @property
    def error(self) -> ResultError | None:
        """The failure of a failed lead, by its code; None for any other."""
        code = self.item.error_code
        return None if code is None else result_error(code)

    def keys(self, order: ResultOrder) -> tuple[Any, ...]:
        """Where this result stands in the order; what `after` takes."""
        if order is ResultOrder.RECENT:
            return (self.item.completed_at, self.item.position)
        return (self.item.position,)


def list_results(
    uow: UnitOfWork,
    job_id: uuid.UUID,
    *,
    limit: int,
    states: Collection[ItemState] = ENDED_ITEMS,
    order: ResultOrder = ResultOrder.INPUT,
    after: tuple[Any, ...] | None = None,
) -> list[Result]:
    """Up to `limit` leads in these states that come after these keys in the order; raises JobNotFound."""
    job = uow.session.execute(select(Job.provider, Job.model, Job.kind).where(Job.id == job_id)).one_or_none()
    if job is None:
        raise JobNotFound
    positions = _positions(uow, job_id, limit=limit, states=states, order=order, after=after)
    rows = uow.session.execute(
        select(JobItem, Assessment, Lead.id)
        .outerjoin(Assessment, Assessment.id == JobItem.assessment_id)
        .outerjoin(Lead, Lead.identity == JobItem.identity)
        .where(JobItem.job_id == job_id, JobItem.position.in_(positions))
    ).all()
    usage = _usage(uow, job_id, positions)
    current = _current(uow, [item.identity for item, _, _ in rows]) if job.kind == JobKind.PREVIEW else {}
    found = {
        item.position: Result(
            item=item,
            assessment=assessment,
            lead_id=lead_id,
            provider=assessment.provider if assessment else job.provider,
            model=assessment.model if assessment else job.model,
            usage=usage.get(item.position, Usage()),
            current=current.get(item.identity),
        )
        for item, assessment, lead_id in rows
    }
    return [found[position] for position in positions if position in found]


def _positions(
    uow: UnitOfWork,
    job_id: uuid.UUID,
    *,
    limit: int,
    states: Collection[ItemState],
    order: ResultOrder,
    after: tuple[Any, ...] | None,
) -> list[int]:
    """The positions of a page, by themselves: sorting a job by time must not carry its leads and assessments along."""
    query = select(JobItem.position).where(JobItem.job_id == job_id, JobItem.state.in_([*states])).limit(limit)
    if order is ResultOrder.RECENT:
        keys = (JobItem.completed_at, JobItem.position)
        query = query.where(JobItem.completed_at.is_not(None)).order_by(*(key.desc() for key in keys))
        if after is not None:
            query = query.where(tuple_(*keys) < after)
    else:
        query = query.order_by(JobItem.position)
        if after is not None:
            query = query.where(JobItem.position > after[0])
    return list(uow.session.scalars(query))


def _current(uow: UnitOfWork, identities: Sequence[str]) -> dict[str, CurrentScore]:
    """Identity → what the lead scores now; a lead that was never judged is left out."""
    rows = uow.session.execute(
        select(Lead.identity, Lead.qualification_score, Lead.tier, Profile.name, ProfileVersion.number)
        .join(Assessment, Assessment.id == Lead.assessment_id)
        .join(ProfileVersion, ProfileVersion.id == Assessment.profile_version_id)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
        .where(Lead.identity.in_(identities))
    )
    return {identity: CurrentScore(score, tier, name, number) for identity, score, tier, name, number in rows}


def _usage(uow: UnitOfWork, job_id: uuid.UUID, positions: Sequence[int]) -> dict[int, Usage]:
    """Position → what its calls used, summed from the ledger."""
    if not positions:
        return {}
    rows = uow.session.execute(
        select(
            LlmCall.position,
            # a released call was not made, or not to its end
            func.count().filter(LlmCall.class_.is_distinct_from(AnswerClass.RELEASED)),
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
