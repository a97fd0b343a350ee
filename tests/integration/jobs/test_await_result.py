"""What a request that waits for one lead is told, by what became of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.jobs.await_result import await_result
from shared.jobs.models import Job
from shared.jobs.pause_reasons import PauseReason
from shared.llm.classes import DECISIONS, AnswerClass
from shared.llm.errors import CerebrasAPIError
from shared.settings import Settings
from tests.integration.api.world import add_item, add_job, at

OF_THE_LEAD = {AnswerClass.REFUSED, AnswerClass.TOO_LONG}


@pytest.fixture
def uow(empty_database: Settings) -> Iterator[UnitOfWork]:
    """A unit of work that the test commits by `uow.session.commit()`."""
    with unit_of_work() as work:
        yield work


def failed(uow: UnitOfWork, code: str) -> Job:
    job = add_job(uow, status="completed", outcome="failed", total=1, queued=0, failed=1, completed_at=at(9))
    add_item(uow, job, 0, state="failed", error_code=code, attempts=1, completed_at=at(8))
    uow.session.commit()
    return job


class TestAwaitResult:
    @pytest.mark.parametrize("answer_class", [*set(AnswerClass) - OF_THE_LEAD - {AnswerClass.OK}])
    def test_raises_what_kept_the_provider_from_judging(self, uow: UnitOfWork, answer_class: AnswerClass) -> None:
        job = failed(uow, DECISIONS[answer_class].error_code)
        with pytest.raises(CerebrasAPIError) as caught:
            await_result(unit_of_work, job.id, seconds=0)
        assert caught.value.code == DECISIONS[answer_class].error_code
        assert caught.value.members == {"job_id": str(job.id)}

    @pytest.mark.parametrize("answer_class", [*OF_THE_LEAD])
    def test_returns_a_failure_that_is_the_leads_own(self, uow: UnitOfWork, answer_class: AnswerClass) -> None:
        job = failed(uow, DECISIONS[answer_class].error_code)
        result = await_result(unit_of_work, job.id, seconds=0)
        assert result is not None
        assert result.error is not None
        assert result.error.code == DECISIONS[answer_class].error_code

    @pytest.mark.parametrize("reason", [its for its in PauseReason if its is not PauseReason.BY_USER])
    def test_raises_at_once_why_the_job_was_paused(self, uow: UnitOfWork, reason: PauseReason) -> None:
        job = add_job(uow, items=1, status="paused", status_reason=reason, paused_at=at(1))
        uow.session.commit()
        with pytest.raises(CerebrasAPIError) as caught:
            await_result(unit_of_work, job.id, seconds=600)
        assert (caught.value.code, caught.value.retryable, caught.value.retry_after_seconds) == (reason, False, 60.0)

    def test_does_not_wait_for_a_job_that_somebody_paused(self, uow: UnitOfWork) -> None:
        job = add_job(uow, items=1, status="paused", status_reason=PauseReason.BY_USER, paused_at=at(1))
        uow.session.commit()
        assert await_result(unit_of_work, job.id, seconds=600) is None

    def test_returns_what_was_cancelled(self, uow: UnitOfWork) -> None:
        job = add_job(uow, status="cancelled", outcome="failed", total=1, queued=0, cancelled=1, completed_at=at(9))
        add_item(uow, job, 0, state="cancelled", completed_at=at(8))
        uow.session.commit()
        result = await_result(unit_of_work, job.id, seconds=0)
        assert result is not None
        assert (result.item.state, result.assessment) == ("cancelled", None)

    def test_is_nothing_where_the_time_is_over(self, uow: UnitOfWork) -> None:
        job = add_job(uow, items=1)
        uow.session.commit()
        assert await_result(unit_of_work, job.id, seconds=0) is None
