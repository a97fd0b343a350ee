"""Reads what became of a job's leads, in input order, during the run too."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.errors import JobNotFound
from shared.jobs.models import Job, JobItem
from shared.jobs.states import ENDED_ITEMS, ItemState
from shared.llm.classes import DECISIONS, AnswerClass
from shared.llm.failures import FAILURES
from shared.llm.models import LlmCall
from shared.scoring.models import Assessment

_RETRYABLE = frozenset(decision.error_code for decision in DECISIONS.values() if decision.retry)


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


@dataclass(frozen=True, slots=True)
class Result:
    """One lead of a job: as submitted, how it ended, its assessment if it succeeded, and what it used."""

    item: JobItem
    assessment: Assessment | None
    provider: str
    model: str
    usage: Usage

    @property
    def error(self) -> ResultError | None:
        """The failure of a failed lead, by its code; None for any other."""
        code = self.item.error_code
        if code is None:
            return None
        failure = FAILURES[code]
        return ResultError(code=code, message=failure.cause, remedy=failure.remedy, retryable=code in _RETRYABLE)


def list_results(
    uow: UnitOfWork,
    job_id: uuid.UUID,
    *,
    limit: int,
    states: Collection[ItemState] = ENDED_ITEMS,
    after: int | None = None,
) -> list[Result]:
    """Up to `limit` leads in these states whose position comes after `after`; raises JobNotFound."""
    job = uow.session.execute(select(Job.provider, Job.model).where(Job.id == job_id)).one_or_none()
    if job is None:
        raise JobNotFound("There is no job with this id.")
    query = (
        select(JobItem, Assessment)
        .outerjoin(Assessment, Assessment.id == JobItem.assessment_id)
        .where(JobItem.job_id == job_id, JobItem.state.in_([*states]))
        .order_by(JobItem.position)
        .limit(limit)
    )
    if after is not None:
        query = query.where(JobItem.position > after)
    rows = uow.session.execute(query).all()
    usage = _usage(uow, job_id, [item.position for item, _ in rows])
    return [
        Result(
            item=item,
            assessment=assessment,
            provider=assessment.provider if assessment else job.provider,
            model=assessment.model if assessment else job.model,
            usage=usage.get(item.position, Usage()),
        )
        for item, assessment in rows
    ]


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
