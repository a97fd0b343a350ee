"""The sweep: what a dead worker held comes back, and every job finds a runner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.jobs.claim import claim_items
from shared.jobs.models import Job
from shared.jobs.process import WorkerProcess
from shared.jobs.sweep import SweepReport, sweep_jobs
from shared.jobs.work import load_context
from shared.queue.names import Queue
from shared.settings import Settings
from tests.doubles.wake import RecordedWakes
from tests.integration.jobs.conftest import call_rows, item_rows, job_row


@pytest.fixture
def sweep(empty_database: Settings, wakes: RecordedWakes) -> Callable[..., SweepReport]:
    """One sweep in a transaction of its own."""

    def run(**changes: int) -> SweepReport:
        with unit_of_work() as uow:
            return sweep_jobs(uow, settings=empty_database.model_copy(update=changes), wake=wakes)

    return run


@pytest.fixture
def abandoned(
    accept: Callable[..., Job],
    empty_database: Settings,
    process: WorkerProcess,
    db_session: Session,
    wakes: RecordedWakes,
) -> Job:
    """A job of three leads whose worker claimed all and went silent."""
    job = accept(3)
    context = load_context(job.id, process)
    assert context is not None
    with unit_of_work() as uow:
        claim_items(uow, context, limit=10, owner="dead", settings=empty_database)
    db_session.execute(text("UPDATE job_items SET lease_expires_at = clock_timestamp() - interval '1 second'"))
    db_session.execute(text("UPDATE jobs SET claimed_at = clock_timestamp() - interval '1 minute'"))
    db_session.commit()
    wakes.sent.clear()
    return job


class TestSweepJobs:
    def test_expired_leases_go_back_to_the_queue_and_their_calls_stay_visible(
        self, abandoned: Job, sweep: Callable[..., SweepReport], db_session: Session
    ) -> None:
        assert sweep().requeued == 3
        assert {(item.state, item.attempts, item.lease_token) for item in item_rows(db_session, abandoned.id)} == {
            ("queued", 1, None)
        }
        assert [call.answer_class for call in call_rows(db_session)] == ["unanswered"] * 3
        row = job_row(db_session, abandoned.id)
        assert (row.queued, row.in_progress, row.calls) == (3, 0, 3)

    def test_wakes_the_job_whose_items_came_back(
        self, abandoned: Job, sweep: Callable[..., SweepReport], wakes: RecordedWakes
    ) -> None:
        sweep()
        assert wakes.sent == [(abandoned.id, Queue.INTERACTIVE, 1)]

    def test_a_lead_that_outlives_its_attempts_fails_by_name(
        self, abandoned: Job, sweep: Callable[..., SweepReport], db_session: Session
    ) -> None:
        assert sweep(LEAD_MAX_ATTEMPTS=1).failed == 3
        assert {(item.state, item.error_code) for item in item_rows(db_session, abandoned.id)} == {
            ("failed", "call_unanswered")
        }
        row = job_row(db_session, abandoned.id)
        assert (row.status, row.outcome, row.failed) == ("completed", "failed", 3)

    def test_leaves_live_leases_alone(
        self, abandoned: Job, sweep: Callable[..., SweepReport], db_session: Session
    ) -> None:
        db_session.execute(text("UPDATE job_items SET lease_expires_at = clock_timestamp() + interval '1 minute'"))
        db_session.commit()
        assert sweep() == SweepReport(ran=True)

    def test_does_not_repeat_a_wake_up_at_once(
        self, accept: Callable[..., Job], sweep: Callable[..., SweepReport], wakes: RecordedWakes
    ) -> None:
        accept(3)
        wakes.sent.clear()
        assert [sweep().woken, sweep().woken] == [1, 0]

    def test_a_second_sweep_at_the_same_time_does_nothing(self, empty_database: Settings, wakes: RecordedWakes) -> None:
        with unit_of_work() as first, unit_of_work() as second:
            assert sweep_jobs(first, settings=empty_database, wake=wakes).ran
            assert not sweep_jobs(second, settings=empty_database, wake=wakes).ran
