"""Cancelling: what is paid for is kept, what waits is not begun, and a big job goes in batches."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.ids import new_id
from shared.jobs.cancel import cancel_job
from shared.jobs.errors import JobAlreadyEnded, JobNotFound
from shared.jobs.save import save_finished
from shared.llm.classes import AnswerClass
from shared.settings import Settings
from tests.doubles.wake import RecordedWakes
from tests.integration.jobs.conftest import call_rows, item_rows, job_row, states, wait_until
from tests.integration.jobs.steps import SOMEBODY, Steps, ended_as, expire_leases, scored


class TestCancelJob:
    def test_a_job_that_nobody_works_on_is_cancelled_at_once(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(3)
        assert steps.cancel(job)
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.cancelled, row.queued) == ("cancelled", "failed", 3, 0)
        assert row.cancelling_at <= row.completed_at
        assert (row.started_at, row.last_result_at) == (None, None)
        assert {(item.state, item.error_code, item.completed_at is None) for item in item_rows(db_session, job.id)} == {
            ("cancelled", None, False)
        }
        assert db_session.scalar(text("SELECT count(*) FROM leads")) == 0

    def test_keeps_results_already_paid_for_and_what_is_in_flight(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(6)
        done, *in_flight = steps.claim(steps.context(job), 3)
        steps.save(scored(done))
        steps.cancel(job)
        row = job_row(db_session, job.id)
        assert (row.status, row.completed_at, row.succeeded, row.in_progress, row.cancelled) == (
            "cancelling",
            None,
            1,
            2,
            3,
        )
        assert steps.save(scored(in_flight[0]), ended_as(in_flight[1], AnswerClass.REFUSED)).stopped == frozenset()
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.succeeded, row.failed, row.cancelled) == ("cancelled", "partial", 2, 1, 3)
        assert (row.calls, row.completed_at is None) == (3, False)
        assert db_session.scalar(text("SELECT count(*) FROM leads")) == 3

    @pytest.mark.parametrize("answer_class", [AnswerClass.TRANSIENT, AnswerClass.QUOTA, AnswerClass.RELEASED])
    def test_what_would_be_asked_again_is_cancelled(
        self, steps: Steps, db_session: Session, answer_class: AnswerClass
    ) -> None:
        job = steps.accept(2)
        items = steps.claim(steps.context(job), 2)
        steps.cancel(job)
        report = steps.save(ended_as(items[0], answer_class))
        assert (report.cancelled, report.requeued, report.stopped) == (1, 0, {job.id})
        assert steps.save(scored(items[1])).succeeded == 1
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.succeeded, row.cancelled) == ("cancelled", "partial", 1, 1)
        item = item_rows(db_session, job.id)[items[0].position]
        assert (item.state, item.error_code, item.lease_token) == ("cancelled", None, None)
        assert item.attempts == (1 if answer_class is AnswerClass.TRANSIENT else 0)
        assert {call.answer_class for call in call_rows(db_session) if call.id == items[0].call_id} == {answer_class}

    def test_a_lease_that_runs_out_is_cancelled_and_its_late_answer_still_counts_as_paid(
        self, steps: Steps, db_session: Session
    ) -> None:
        job = steps.accept(3)
        late, _ = steps.claim(steps.context(job), 2)
        steps.cancel(job)
        expire_leases(db_session)
        assert steps.sweep().cancelled == 2
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.cancelled) == ("cancelled", "failed", 3)
        assert {call.answer_class for call in call_rows(db_session)} == {"unanswered"}
        steps.save(scored(late))
        after = job_row(db_session, job.id)
        assert (after.status, after.succeeded, after.cancelled, after.calls) == ("cancelled", 0, 3, 2)
        assert (after.completed_at, after.cost_usd > 0) == (row.completed_at, True)

    def test_a_second_cancel_changes_nothing(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(3)
        steps.claim(steps.context(job), 1)
        assert steps.cancel(job)
        before = job_row(db_session, job.id)
        assert not steps.cancel(job)
        assert job_row(db_session, job.id) == before

    def test_an_ended_job_stays_as_it_ended(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(1)
        steps.save(*map(scored, steps.claim(steps.context(job), 1)))
        before = job_row(db_session, job.id)
        with pytest.raises(JobAlreadyEnded):
            steps.cancel(job)
        assert job_row(db_session, job.id) == before

    def test_a_job_that_ends_under_the_cancel_stays_as_it_ended(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(1)
        (last,) = steps.claim(steps.context(job), 1)
        with ThreadPoolExecutor(1) as pool:
            with unit_of_work() as uow:
                save_finished(uow, [scored(last)], settings=steps.settings)
                cancel = pool.submit(steps.cancel, job)
                wait_until(lambda: _waiting(db_session) == 1)
            with pytest.raises(JobAlreadyEnded):
                cancel.result(timeout=30)
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.cancelling_at) == ("completed", "succeeded", None)

    def test_an_unknown_job_is_named(self, empty_database: Settings) -> None:
        with unit_of_work() as uow, pytest.raises(JobNotFound):
            cancel_job(uow, new_id(), actor=SOMEBODY, request_id="req-cancel")


def _waiting(session: Session) -> int:
    """How many transactions wait for another's row."""
    found = session.scalar(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            " AND query LIKE '%FOR NO KEY UPDATE%'"
        )
    )
    session.rollback()
    return int(found or 0)


class TestBigJobs:
    def test_go_in_batches_by_the_sweep_one_job_after_the_other(
        self, steps: Steps, monkeypatch: pytest.MonkeyPatch, wakes: RecordedWakes, db_session: Session
    ) -> None:
        monkeypatch.setattr("shared.jobs.cancel.CANCELLED_AT_ONCE", 100)
        monkeypatch.setattr("shared.jobs.cancel.CANCELLED_IN_A_SWEEP", 150)
        first, second, untouched = steps.accept(300), steps.accept(200), steps.accept(30)
        steps.cancel(first)
        steps.cancel(second)
        wakes.sent.clear()
        row = job_row(db_session, first.id)
        assert (row.status, row.cancelled, row.queued) == ("cancelling", 100, 200)
        assert [steps.sweep().cancelled for _ in range(4)] == [150, 150, 0, 0]
        for job in (first, second):
            row = job_row(db_session, job.id)
            assert (row.status, row.cancelled, row.completed_at is None) == ("cancelled", job.total, False)
        assert states(db_session, untouched) == {"queued": 30}
        assert {job_id for job_id, *_ in wakes.sent} == {untouched.id}
