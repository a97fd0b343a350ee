"""Cancelling, in the middle of claims, saves, workers and sweeps: no race gets through."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.jobs import claim as claiming
from shared.jobs import save as saving
from shared.jobs.count import count_jobs
from shared.jobs.errors import JobAlreadyEnded, JobNotWorkable
from shared.jobs.items import ItemMove
from shared.jobs.models import Job
from shared.jobs.process import WorkerProcess
from shared.jobs.work import NOT_WORKABLE, work_job
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
from tests.integration.jobs.steps import Steps, ended_as, scored


class TestClaims:
    def test_nothing_is_claimed_afterwards(
        self, steps: Steps, monkeypatch: pytest.MonkeyPatch, db_session: Session
    ) -> None:
        monkeypatch.setattr("shared.jobs.cancel.CANCELLED_AT_ONCE", 1)
        job = steps.accept(5)
        context = steps.context(job)
        steps.claim(context, 1)
        steps.cancel(job)
        assert states(db_session, job) == {"in_progress": 1, "cancelled": 1, "queued": 3}
        assert steps.claim(context, 5) == []
        assert len(call_rows(db_session)) == 1

    def test_a_claim_that_a_cancel_overtakes_is_rolled_back(
        self, steps: Steps, monkeypatch: pytest.MonkeyPatch, db_session: Session
    ) -> None:
        job = steps.accept(5)
        context = steps.context(job)

        def overtaken(uow: UnitOfWork, deltas: Any) -> Any:
            assert steps.cancel(job)
            return count_jobs(uow, deltas)

        monkeypatch.setattr(claiming, "count_jobs", overtaken)
        with pytest.raises(JobNotWorkable):
            steps.claim(context, 2)
        # it left alone what the claim held
        assert states(db_session, job) == {"cancelled": 3, "queued": 2}
        assert call_rows(db_session) == []
        assert job_row(db_session, job.id).status == "cancelling"
        assert steps.sweep().cancelled == 2
        row = job_row(db_session, job.id)
        assert (row.status, row.cancelled) == ("cancelled", 5)

    def test_a_lead_sent_back_while_the_cancel_commits_is_taken_by_the_sweep(
        self, steps: Steps, monkeypatch: pytest.MonkeyPatch, db_session: Session
    ) -> None:
        job = steps.accept(3)
        items = steps.claim(steps.context(job), 1)

        def looked_too_early(_: UnitOfWork, moves: list[ItemMove]) -> list[ItemMove]:
            steps.cancel(job)
            return moves

        monkeypatch.setattr(saving, "cancel_waiting", looked_too_early)
        assert steps.save(ended_as(items[0], AnswerClass.TRANSIENT)).requeued == 1
        row = job_row(db_session, job.id)
        assert (row.status, row.queued, row.cancelled) == ("cancelling", 1, 2)
        assert steps.sweep().cancelled == 1
        assert job_row(db_session, job.id).status == "cancelled"


class TestSenders:
    def test_of_many_at_once_one_stopped_the_job_and_the_others_asked_again(
        self, steps: Steps, db_session: Session
    ) -> None:
        together = threading.Barrier(8)

        def ask(job: Job) -> bool:
            together.wait(timeout=30)
            return steps.cancel(job)

        with ThreadPoolExecutor(8) as pool:
            for number in range(5):
                job = steps.accept(rows=lead_rows(3, industry=f"Trade {number}"))
                # one lead at the model, so that the job goes on being cancelled
                steps.claim(steps.context(job), 1)
                before = job_row(db_session, job.id).version
                answers = list(pool.map(ask, [job] * 8))
                assert sorted(answers) == [False] * 7 + [True]
                row = job_row(db_session, job.id)
                assert (row.status, row.cancelled, row.version) == ("cancelling", 2, before + 1)

    def test_of_a_job_that_ends_with_its_cancel_learn_so_but_for_one(self, steps: Steps, db_session: Session) -> None:
        together = threading.Barrier(8)

        def ask(job: Job) -> str:
            together.wait(timeout=30)
            try:
                return "stopped" if steps.cancel(job) else "again"
            except JobAlreadyEnded:
                return "ended"

        with ThreadPoolExecutor(8) as pool:
            for _ in range(5):
                assert Counter(pool.map(ask, [steps.accept(3)] * 8)) == {"stopped": 1, "ended": 7}


class TestWorker:
    def test_begins_no_call_that_had_not_begun(
        self, steps: Steps, process_with: Callable[..., WorkerProcess], mock_cerebras: MockCerebras, db_session: Session
    ) -> None:
        mock_cerebras.gate.clear()
        process = process_with(SLICE_SECONDS=0.2)
        job = steps.accept(30)
        work_job(job.id, process=process)
        wait_until(lambda: len(mock_cerebras.bodies) == 4)
        assert job_row(db_session, job.id).in_progress == 8  # four of them wait for a slot
        steps.cancel(job)
        mock_cerebras.gate.set()
        wait_until(lambda: job_row(db_session, job.id).completed_at is not None)
        row = job_row(db_session, job.id)
        assert (row.status, row.succeeded, row.cancelled, row.calls) == ("cancelled", 4, 26, 4)
        assert len(mock_cerebras.bodies) == 4
        assert Counter(call.answer_class for call in call_rows(db_session)) == {"ok": 4, "released": 4}
        assert_counters_are_the_items(db_session, job)

    def test_goes_on_with_other_jobs(
        self, steps: Steps, process_with: Callable[..., WorkerProcess], mock_cerebras: MockCerebras, db_session: Session
    ) -> None:
        mock_cerebras.gate.clear()
        process = process_with(SLICE_SECONDS=0.2)
        stopped, other = steps.accept(6), steps.accept(rows=lead_rows(2, industry="Freight"))
        work_job(stopped.id, process=process)
        steps.cancel(stopped)
        mock_cerebras.gate.set()
        work_job(other.id, process=process)
        for job, status in ((stopped, "cancelled"), (other, "completed")):
            wait_until(lambda job=job: job_row(db_session, job.id).completed_at is not None)  # type: ignore[misc]
            assert job_row(db_session, job.id).status == status

    def test_ends_its_slice_when_a_cancel_overtakes_its_claim(
        self,
        steps: Steps,
        process: WorkerProcess,
        mock_cerebras: MockCerebras,
        wakes: RecordedWakes,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        job = steps.accept(5)
        wakes.sent.clear()

        def overtaken(uow: UnitOfWork, deltas: Any) -> Any:
            steps.cancel(job)
            return count_jobs(uow, deltas)

        monkeypatch.setattr(claiming, "count_jobs", overtaken)
        assert work_job(job.id, process=process).reason == NOT_WORKABLE
        assert (mock_cerebras.bodies, wakes.sent) == ([], [])
        assert process.lanes.outstanding() == 0

    def test_that_stops_meanwhile_leaves_nothing_open(
        self, steps: Steps, process_with: Callable[..., WorkerProcess], mock_cerebras: MockCerebras, db_session: Session
    ) -> None:
        mock_cerebras.gate.clear()
        process = process_with(SLICE_SECONDS=0.2)
        job = steps.accept(30)
        work_job(job.id, process=process)
        steps.cancel(job)
        process.stop(grace_seconds=0.1)
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.cancelled) == ("cancelled", "failed", 30)


class TestEverythingAtOnce:
    """Claims, saves, retries, expired leases, sweeps and cancels of several jobs at the same time."""

    def test_counters_hold_nothing_starts_after_the_answer_and_nobody_deadlocks(
        self, steps: Steps, monkeypatch: pytest.MonkeyPatch, db_session: Session
    ) -> None:
        monkeypatch.setattr("shared.jobs.cancel.CANCELLED_AT_ONCE", 200)
        monkeypatch.setattr("shared.jobs.cancel.CANCELLED_IN_A_SWEEP", 100)
        deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        deadlocks_before = db_session.scalar(text(deadlocks))
        jobs = [steps.accept(800), steps.accept(800)]
        contexts = [steps.context(job) for job in jobs]
        answered: dict[uuid.UUID, Any] = {}
        done = threading.Event()

        def work(number: int) -> None:
            turn = number
            while not done.is_set():
                turn += 1
                try:
                    items = steps.claim(contexts[turn % 2], 7)
                except JobNotWorkable:
                    continue
                retries = [ended_as(item, AnswerClass.TRANSIENT) for item in items if item.position % 5 == 0]
                calls = retries + [scored(item) for item in items if item.position % 5]
                if calls:
                    steps.save(*calls)

        def sweep_on() -> None:
            while not done.is_set():
                steps.sweep()

        def watch(session: Session) -> None:
            while not done.is_set():
                wrong = session.execute(text(_MISCOUNTED)).all()
                session.rollback()
                assert wrong == []

        def stop(job: Job) -> None:
            wait_until(lambda: _ended(job) >= 60, seconds=60)
            steps.cancel(job)
            with unit_of_work() as uow:
                answered[job.id] = uow.session.scalar(text("SELECT clock_timestamp()"))
            try:
                while True:
                    assert not steps.cancel(job)
            except JobAlreadyEnded:
                pass

        with Session(db_session.get_bind()) as other, ThreadPoolExecutor(8) as pool:
            tasks = [pool.submit(work, number) for number in range(4)]
            tasks += [pool.submit(sweep_on), pool.submit(watch, other)]
            stops = [pool.submit(stop, job) for job in jobs]
            try:
                for task in stops:
                    task.result(timeout=90)
            finally:
                done.set()
            for task in tasks:
                task.result(timeout=30)
        for job in jobs:
            row = job_row(db_session, job.id)
            assert (row.status, row.outcome) == ("cancelled", "partial")
            assert row.cancelled > 0
            assert row.succeeded >= 40
            assert_counters_are_the_items(db_session, job)
            late = "SELECT count(*) FROM llm_calls WHERE job_id = :id AND started_at > :answered"
            assert db_session.scalar(text(late), {"id": job.id, "answered": answered[job.id]}) == 0
        assert db_session.scalar(text("SELECT count(*) FROM llm_calls WHERE ended_at IS NULL")) == 0
        assert db_session.scalar(text(deadlocks)) == deadlocks_before


# one statement sees one moment
_MISCOUNTED = """
SELECT j.id FROM jobs j JOIN (
    SELECT job_id, count(*) FILTER (WHERE state = 'queued') AS queued,
           count(*) FILTER (WHERE state = 'in_progress') AS in_progress,
           count(*) FILTER (WHERE state = 'succeeded') AS succeeded,
           count(*) FILTER (WHERE state = 'cancelled') AS cancelled
    FROM job_items GROUP BY job_id) i ON i.job_id = j.id
WHERE (j.queued, j.in_progress, j.succeeded, j.cancelled)
      IS DISTINCT FROM (i.queued, i.in_progress, i.succeeded, i.cancelled)
"""


def _ended(job: Job) -> int:
    with unit_of_work() as uow:
        return int(uow.session.scalar(text("SELECT succeeded FROM jobs WHERE id = :id"), {"id": job.id}) or 0)
