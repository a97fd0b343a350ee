"""Pausing and resuming, in the middle of claims, saves, cancels, workers and sweeps: no race gets through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.jobs import claim as claiming
from shared.jobs.count import count_jobs
from shared.jobs.errors import JobAlreadyEnded, JobCancelling, JobNotPaused, JobNotWorkable
from shared.jobs.models import Job
from shared.jobs.process import WorkerProcess
from shared.jobs.work import NOT_WORKABLE, work_job
from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from tests.doubles.provider import MockCerebras
from tests.doubles.wake import RecordedWakes
from tests.integration.jobs.conftest import (
    assert_counters_are_the_items,
    call_rows,
    job_row,
    lead_rows,
    states,
    wait_until,
)
from tests.integration.jobs.steps import Steps, scored

# how many backends of this database wait for a lock
_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def waits_for_a_lock(session: Session) -> None:
    """Wait until some other transaction waits for a lock."""

    def waiting() -> bool:
        session.rollback()
        return bool(session.scalar(text(_WAITING)))

    wait_until(waiting)


class TestClaims:
    def test_a_claim_that_a_pause_overtakes_is_rolled_back(
        self, steps: Steps, monkeypatch: pytest.MonkeyPatch, db_session: Session
    ) -> None:
        job = steps.accept(5)
        context = steps.context(job)

        def overtaken(uow: UnitOfWork, deltas: Any) -> Any:
            assert steps.pause(job)
            return count_jobs(uow, deltas)

        monkeypatch.setattr(claiming, "count_jobs", overtaken)
        with pytest.raises(JobNotWorkable):
            steps.claim(context, 2)
        assert states(db_session, job) == {"queued": 5}
        assert call_rows(db_session) == []
        row = job_row(db_session, job.id)
        assert (row.status, row.started_at, row.in_progress) == ("paused", None, 0)

    def test_a_claim_waits_for_a_pause_that_has_not_committed_and_then_takes_nothing(
        self, steps: Steps, db_session: Session
    ) -> None:
        job = steps.accept(3)
        context = steps.context(job)
        with Session(db_session.get_bind()) as other, ThreadPoolExecutor(1) as pool:
            other.execute(text("SELECT 1 FROM jobs WHERE id = :id FOR NO KEY UPDATE"), {"id": job.id})
            claim = pool.submit(steps.claim, context, 2)
            waits_for_a_lock(db_session)
            paused = "UPDATE jobs SET status = 'paused', status_reason = 'by_user', paused_at = now() WHERE id = :id"
            other.execute(text(paused), {"id": job.id})
            other.commit()
            with pytest.raises(JobNotWorkable):
                claim.result(timeout=10)
        assert states(db_session, job) == {"queued": 3}

    def test_a_claim_that_commits_first_is_told_by_the_pause(self, steps: Steps, db_session: Session) -> None:
        """The pause waits for the claim's row: what its answer counts in progress is all that will be called."""
        job = steps.accept(3)
        context = steps.context(job)
        with ThreadPoolExecutor(1) as pool, unit_of_work() as uow:
            claimed = claiming.claim_items(uow, context, limit=2, owner="me", settings=steps.settings).items
            pause = pool.submit(steps.pause, job)
            waits_for_a_lock(db_session)
            uow.session.commit()
            assert pause.result(timeout=10)
        row = job_row(db_session, job.id)
        assert (len(claimed), row.status, row.in_progress, row.queued) == (2, "paused", 2, 1)


class TestTwoAtOnce:
    def test_a_pause_behind_the_last_save_finds_the_job_ended(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(1)
        (item,) = steps.claim(steps.context(job), 1)
        with ThreadPoolExecutor(1) as pool, Session(db_session.get_bind()) as other:
            other.execute(text("SELECT 1 FROM jobs WHERE id = :id FOR UPDATE"), {"id": job.id})
            save = pool.submit(steps.save, scored(item))
            waits_for_a_lock(db_session)
            other.commit()
            assert save.result(timeout=10).succeeded == 1
        with pytest.raises(JobAlreadyEnded):
            steps.pause(job)

    def test_a_pause_behind_a_cancel_finds_the_job_cancelling(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(3)
        steps.claim(steps.context(job), 1)
        with ThreadPoolExecutor(1) as pool, Session(db_session.get_bind()) as other:
            other.execute(
                text("UPDATE jobs SET status = 'cancelling', cancelling_at = now() WHERE id = :id"), {"id": job.id}
            )
            pause = pool.submit(steps.pause, job)
            waits_for_a_lock(db_session)
            other.commit()
            with pytest.raises(JobCancelling):
                pause.result(timeout=10)
        assert steps.events(job) == []

    def test_a_cancel_behind_a_pause_cancels(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(3)
        steps.claim(steps.context(job), 1)
        with ThreadPoolExecutor(1) as pool, Session(db_session.get_bind()) as other:
            other.execute(
                text("UPDATE jobs SET status = 'paused', status_reason = 'by_user', paused_at = now() WHERE id = :id"),
                {"id": job.id},
            )
            cancel = pool.submit(steps.cancel, job)
            waits_for_a_lock(db_session)
            other.commit()
            assert cancel.result(timeout=10)
        row = job_row(db_session, job.id)
        assert (row.status, row.status_reason, row.paused_at, row.cancelled) == ("cancelling", None, None, 2)

    @pytest.mark.parametrize("deed", ["pause", "resume"])
    def test_of_eight_at_once_one_does_it(self, steps: Steps, deed: str) -> None:
        job = steps.accept(3)
        if deed == "resume":
            steps.pause(job)

        def attempt(_: int) -> bool:
            try:
                return steps.pause(job) if deed == "pause" else steps.resume(job) is None
            except JobNotPaused:
                return False

        with ThreadPoolExecutor(8) as pool:
            assert sorted(pool.map(attempt, range(8))) == [False] * 7 + [True]
        assert [event.action for event in steps.events(job)].count(f"job.{deed}") == 1


class TestWorker:
    def test_gives_back_what_it_claimed_ahead_and_goes_on_after_the_resume(
        self, steps: Steps, process_with: Callable[..., WorkerProcess], mock_cerebras: MockCerebras, db_session: Session
    ) -> None:
        mock_cerebras.gate.clear()
        process = process_with(SLICE_SECONDS=0.2)
        job = steps.accept(30)
        work_job(job.id, process=process)
        wait_until(lambda: len(mock_cerebras.bodies) == 4)
        assert job_row(db_session, job.id).in_progress == 8  # four of them wait for a slot
        steps.pause(job)
        mock_cerebras.gate.set()
        wait_until(lambda: job_row(db_session, job.id).in_progress == 0)
        row = job_row(db_session, job.id)
        assert (row.status, row.succeeded, row.queued, row.calls) == ("paused", 4, 26, 4)
        assert work_job(job.id, process=process).reason == NOT_WORKABLE
        assert len(mock_cerebras.bodies) == 4
        steps.resume(job)
        self._work_to_end(job, process, db_session)
        row = job_row(db_session, job.id)
        assert (row.status, row.succeeded, row.calls) == ("completed", 30, 30)
        assert Counter(call.answer_class for call in call_rows(db_session)) == {"ok": 30, "released": 4}
        assert len(mock_cerebras.bodies) == 30

    def test_gives_back_what_waits_behind_the_calls_of_another_job(
        self, steps: Steps, process_with: Callable[..., WorkerProcess], mock_cerebras: MockCerebras, db_session: Session
    ) -> None:
        mock_cerebras.gate.clear()
        process = process_with(SLICE_SECONDS=0.1)
        busy, paused = steps.accept(4), steps.accept(rows=lead_rows(3, industry="Freight"))
        work_job(busy.id, process=process)
        wait_until(lambda: len(mock_cerebras.bodies) == 4)
        work_job(paused.id, process=process)
        assert states(db_session, paused) == {"in_progress": 3}
        steps.pause(paused)
        # every slot is taken, so no save says anything; the next wake-up does
        assert work_job(paused.id, process=process).reason == NOT_WORKABLE
        wait_until(lambda: states(db_session, paused) == {"queued": 3})
        mock_cerebras.gate.set()
        wait_until(lambda: job_row(db_session, busy.id).completed_at is not None)
        assert len(mock_cerebras.bodies) == 4

    def test_pauses_at_a_refused_key_after_few_calls_and_publishes_no_successor(
        self,
        steps: Steps,
        process_with: Callable[..., WorkerProcess],
        mock_cerebras: MockCerebras,
        wakes: RecordedWakes,
        db_session: Session,
    ) -> None:
        refused = Answer(AnswerClass.ACCOUNT, status=401, error_code="wrong_api_key", latency_ms=3)
        mock_cerebras.script.extend([refused] * 4)
        process = process_with(SLICE_SECONDS=0.5)
        job = steps.accept(60)
        wakes.sent.clear()
        work_job(job.id, process=process)
        wait_until(lambda: states(db_session, job)["in_progress"] == 0)
        row = job_row(db_session, job.id)
        assert (row.status, row.status_reason, row.failed) == ("paused", "provider_auth", 0)
        assert len(mock_cerebras.bodies) <= 8
        assert wakes.sent == []
        mock_cerebras.script.clear()
        steps.resume(job)
        self._work_to_end(job, process, db_session)
        row = job_row(db_session, job.id)
        assert (row.outcome, row.succeeded) == ("succeeded", 60)
        assert_counters_are_the_items(db_session, job)

    def _work_to_end(self, job: Job, process: WorkerProcess, session: Session) -> None:
        def ended() -> bool:
            work_job(job.id, process=process)
            return job_row(session, job.id).completed_at is not None

        wait_until(ended)
