"""The worker process: renews, stops in good order, and survives its own faults."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.fleet.repository import Beat, FleetRepository
from shared.jobs.claim import claim_items
from shared.jobs.models import Job
from shared.jobs.process import WorkerProcess
from shared.jobs.work import load_context, work_job
from shared.llm.answer import Answer
from tests.doubles.provider import MockCerebras
from tests.integration.jobs.conftest import call_rows, item_rows, job_row, wait_until


class TestStop:
    def test_waits_for_calls_in_flight_and_releases_the_rest(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        mock_cerebras.gate.clear()
        process = process_with(SLICE_SECONDS=0.2)
        job = accept(30)
        work_job(job.id, process=process)
        wait_until(lambda: len(mock_cerebras.bodies) == 4)

        def answer_once_it_stops() -> None:
            wait_until(lambda: process._slots._stopping)
            mock_cerebras.gate.set()

        threading.Thread(target=answer_once_it_stops).start()
        process.stop(grace_seconds=5.0)
        assert job_row(db_session, job.id).succeeded == len(mock_cerebras.bodies) == 4
        assert {item.state for item in item_rows(db_session, job.id)} == {"succeeded", "queued"}
        assert sorted({call.answer_class for call in call_rows(db_session)}) == ["ok", "released"]

    def test_aborts_what_outlasts_the_grace_and_gives_its_lease_back(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        mock_cerebras.gate.clear()
        process = process_with(SLICE_SECONDS=0.2)
        job = accept(4)
        work_job(job.id, process=process)
        # on a busy machine a call thread may not have begun yet, and what has not begun is released
        wait_until(lambda: len(mock_cerebras.bodies) == 4)
        process.stop(grace_seconds=0.2)
        assert {item.state for item in item_rows(db_session, job.id)} == {"queued"}
        assert {call.answer_class for call in call_rows(db_session)} == {"unanswered"}
        assert mock_cerebras.closed

    def test_leaves_the_list_of_workers(self, process_with: Callable[..., WorkerProcess], db_session: Session) -> None:
        process = process_with()

        def beats() -> int:
            db_session.rollback()
            return int(db_session.scalar(text("SELECT count(*) FROM worker_heartbeats")) or 0)

        wait_until(lambda: beats() == 1)
        process.stop(grace_seconds=1.0)
        assert beats() == 0


class TestLeases:
    def test_are_renewed_while_a_call_is_slow(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        mock_cerebras.gate.clear()
        job = accept(1)
        work_job(job.id, process=process_with(LEASE_SECONDS=2.0, SLICE_SECONDS=0.2))
        first = item_rows(db_session, job.id)[0].lease_expires_at
        wait_until(lambda: item_rows(db_session, job.id)[0].lease_expires_at > first)


class TestSubmitAfterStop:
    def test_gives_the_items_back(
        self, accept: Callable[..., Job], process_with: Callable[..., WorkerProcess], db_session: Session
    ) -> None:
        process = process_with()
        job = accept(2)
        context = load_context(job.id, process)
        assert context is not None
        process.lanes.reserve(job.id, at_most_seconds=0.1)
        with unit_of_work() as uow:
            claim = claim_items(uow, context, limit=2, owner=process.owner, settings=process.settings)
        process.stopping.set()
        assert process._slots.take_back() == []
        process.start_calls(claim)
        wait_until(lambda: job_row(db_session, job.id).queued == 2)
        assert [item.attempts for item in item_rows(db_session, job.id)] == [0, 0]


class TestFaultsOfOurOwn:
    def test_a_renewal_that_fails_is_not_the_last(
        self, process_with: Callable[..., WorkerProcess], monkeypatch: pytest.MonkeyPatch, db_session: Session
    ) -> None:
        failures = iter([ZeroDivisionError("of this test")])
        beat = FleetRepository.beat

        def failing_once(self: FleetRepository, given: Beat) -> None:
            if (failure := next(failures, None)) is not None:
                raise failure
            beat(self, given)

        monkeypatch.setattr(FleetRepository, "beat", failing_once)
        process_with(LEASE_SECONDS=2.0)

        def beats() -> int:
            db_session.rollback()
            return int(db_session.scalar(text("SELECT count(*) FROM worker_heartbeats")) or 0)

        wait_until(lambda: beats() == 1)

    def test_a_crash_while_judging_keeps_what_the_call_cost(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        monkeypatch: pytest.MonkeyPatch,
        db_session: Session,
    ) -> None:
        def crash(*_: object, **__: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("shared.jobs.call_slots.judge", crash)
        job = accept(1)
        work_job(job.id, process=process_with(LEAD_MAX_ATTEMPTS=1))
        wait_until(lambda: job_row(db_session, job.id).completed_at is not None)
        row = job_row(db_session, job.id)
        assert (row.failed, row.calls, row.prompt_tokens) == (1, 1, 700)
        assert row.cost_usd > 0

    def test_a_crash_in_a_call_costs_an_attempt_and_not_the_slot(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        def crash(_: object) -> Answer:
            raise ZeroDivisionError

        mock_cerebras.script.extend([crash] * 4)
        job = accept(4)
        process = process_with(LEAD_MAX_ATTEMPTS=1)
        work_job(job.id, process=process)
        wait_until(lambda: job_row(db_session, job.id).completed_at is not None)
        assert {item.error_code for item in item_rows(db_session, job.id)} == {"worker_fault"}
        after = accept(2)
        work_job(after.id, process=process)
        wait_until(lambda: job_row(db_session, after.id).succeeded + job_row(db_session, after.id).queued == 2)

    @pytest.mark.parametrize("poison", ["\x00", "\ud800"])
    def test_a_result_that_postgresql_refuses_does_not_hold_up_the_others(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        mock_cerebras: MockCerebras,
        db_session: Session,
        poison: str,
    ) -> None:
        def poisoned(body: dict[str, object]) -> Answer:
            right = mock_cerebras.right_answer(body)
            return Answer(right.answer_class, content=right.content, status=200, model=f"model{poison}", latency_ms=1)

        mock_cerebras.script.append(poisoned)
        job = accept(10)
        work_job(job.id, process=process_with(LEAD_MAX_ATTEMPTS=1))
        wait_until(lambda: job_row(db_session, job.id).completed_at is not None)
        assert job_row(db_session, job.id).calls == 10
        states = sorted(item.state for item in item_rows(db_session, job.id))
        assert states == ["failed"] + ["succeeded"] * 9
