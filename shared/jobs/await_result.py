"""Waits for the one result of a job of one lead, without a transaction open meanwhile."""

from __future__ import annotations

import time
import uuid

from shared.database.unit_of_work import UnitOfWork, UowFactory
from shared.jobs.result_repository import ResultRepository, ResultsWanted
from shared.jobs.results import Result, list_results
from shared.jobs.states import ENDED_JOBS, JobStatus
from shared.llm.classes import DECISIONS, AnswerClass
from shared.llm.errors import CerebrasAPIError

# these say something of the lead, and are its result; the others say why nobody judged it
_OF_THE_LEAD = frozenset({AnswerClass.OK, AnswerClass.REFUSED, AnswerClass.TOO_LONG})
_OF_THE_PROVIDER = {
    decision.error_code: answer_class
    for answer_class, decision in DECISIONS.items()
    if answer_class not in _OF_THE_LEAD
}
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 0.25
# a person has to mend something first, and each request makes a job
_MENDING_SECONDS = 60.0


def await_result(uow_factory: UowFactory, job_id: uuid.UUID, *, seconds: float) -> Result | None:
    """What became of the lead; None if that takes longer than `seconds`, or somebody paused the job.

    Raises CerebrasAPIError, with the job's id, where the provider is why there is no judgement or the job was paused.
    """
    deadline, pause = time.monotonic() + seconds, _FIRST_PAUSE_SECONDS
    while True:
        with uow_factory() as uow:
            status, reason = ResultRepository(uow.session).get_standing(job_id)
            if status in ENDED_JOBS:
                return _result(uow, job_id)
        if status is JobStatus.PAUSED:
            _raise_if_of_the_provider(reason, job_id)
            return None
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        time.sleep(min(pause, left))
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


def _result(uow: UnitOfWork, job_id: uuid.UUID) -> Result:
    (result,) = list_results(uow, job_id, ResultsWanted(), limit=1)
    _raise_if_of_the_provider(result.item.error_code, job_id)
    return result


def _raise_if_of_the_provider(code: str | None, job_id: uuid.UUID) -> None:
    answer_class = _OF_THE_PROVIDER.get(code or "")
    if answer_class is not None:
        mending = _MENDING_SECONDS if DECISIONS[answer_class].pauses else None
        raise CerebrasAPIError(answer_class, retry_after_seconds=mending, job_id=job_id)
