"""Reads what became of a job's leads, in input order or newest first, during the run too."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.models import JobItem
from shared.jobs.result_repository import CurrentScore, ResultOrder, ResultRepository, ResultsWanted, Usage
from shared.llm.classes import DECISIONS
from shared.llm.failures import FAILURES
from shared.scoring.models import Assessment
from shared.verdicts.models import Outcome
from shared.verdicts.read import OverrideView

_RETRYABLE = frozenset(decision.error_code for decision in DECISIONS.values() if decision.retry)


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
class Result:
    """One lead of a job: as submitted, how it ended, its assessment if it succeeded, and what it used.

    `current` is read for previews only: what the lead scores now, to be compared with what it would. `override` and
    `outcome` are what people say of the person or company now, whichever job judged it.
    """

    item: JobItem
    assessment: Assessment | None
    lead_id: uuid.UUID | None
    provider: str
    model: str
    usage: Usage
    current: CurrentScore | None = None
    override: OverrideView | None = None
    outcome: Outcome | None = None

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
    uow: UnitOfWork, job_id: uuid.UUID, wanted: ResultsWanted, *, limit: int, after: tuple[Any, ...] | None = None
) -> list[Result]:
    """Up to `limit` of the leads wanted that come after these keys in the order; raises JobNotFound."""
    results = ResultRepository(uow.session)
    head = results.get_head(job_id)
    positions = results.list_positions(job_id, wanted, limit=limit, after=after)
    usage = results.sum_usage(job_id, positions)
    rows = results.list_rows(job_id, positions)
    current = results.find_current([row.item.identity for row in rows]) if head.is_preview else {}
    found = {
        row.item.position: Result(
            item=row.item,
            assessment=row.assessment,
            lead_id=row.lead_id,
            provider=row.assessment.provider if row.assessment else head.provider,
            model=row.assessment.model if row.assessment else head.model,
            usage=usage.get(row.item.position, Usage()),
            current=current.get(row.item.identity),
            override=row.override,
            outcome=row.outcome,
        )
        for row in rows
    }
    return [found[position] for position in positions if position in found]
