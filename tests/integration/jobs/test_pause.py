"""Pausing and resuming: nothing more is begun, what is paid for is kept, and the job goes on where it stood."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.ids import new_id
from shared.jobs.errors import JobAlreadyEnded, JobCancelling, JobNotFound, JobNotPaused
from shared.jobs.pause import pause_job
from shared.jobs.read import get_job
from shared.jobs.resume import resume_job
from shared.llm.classes import AnswerClass
from shared.queue.names import Queue
from shared.settings import Settings
from tests.doubles.wake import RecordedWakes
from tests.integration.jobs.conftest import assert_counters_are_the_items, call_rows, item_rows, job_row, states
from tests.integration.jobs.steps import SOMEBODY, Steps, ended_as, expire_leases, scored


class TestPauseJob:
    def test_gives_nothing_out_until_it_is_resumed(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(3)
        context = steps.context(job)
        assert steps.pause(job)
        row = job_row(db_session, job.id)
        assert (row.status, row.status_reason, row.queued, row.started_at) == ("paused", "by_user", 3, None)
        assert row.paused_at >= row.created_at
        assert steps.claim(context, 3) == []
        steps.resume(job)
        row = job_row(db_session, job.id)
        assert (row.status, row.status_reason, row.paused_at) == ("queued", None, None)
        assert len(steps.claim(context, 3)) == 3

    def test_keeps_what_is_in_flight_and_goes_on_with_the_rest(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(5)
        context = steps.context(job)
        first, second, third = steps.claim(context, 3)
        steps.pause(job)
        report = steps.save(scored(first), ended_as(second, AnswerClass.REFUSED), ended_as(third, AnswerClass.RELEASED))
        assert (report.succeeded, report.failed, report.requeued, report.stopped) == (1, 1, 1, {job.id})
        # a wake-up would find nothing to do
        assert report.soon_due == {}
        row = job_row(db_session, job.id)
        assert (row.status, row.succeeded, row.failed, row.queued, row.in_progress) == ("paused", 1, 1, 3, 0)
        steps.resume(job)
        assert job_row(db_session, job.id).status == "in_progress"
        steps.save(*map(scored, steps.claim(context, 5)))
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.succeeded, row.failed, row.calls) == ("completed", "partial", 4, 1, 5)
        # the lead that went back was not paid for a second time
        assert [c.answer_class for c in call_rows(db_session) if c.position == third.position] == ["released", "ok"]

    @pytest.mark.parametrize("answer_class", [AnswerClass.TRANSIENT, AnswerClass.QUOTA])
    def test_what_would_be_tried_again_waits(
        self, steps: Steps, db_session: Session, answer_class: AnswerClass
    ) -> None:
        job = steps.accept(1)
        (item,) = steps.claim(steps.context(job), 1)
        steps.pause(job)
        assert steps.save(ended_as(item, answer_class)).requeued == 1
        row = job_row(db_session, job.id)
        assert (row.status, row.queued, row.completed_at) == ("paused", 1, None)

    def test_a_job_whose_last_leads_were_in_flight_ends(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(2)
        items = steps.claim(steps.context(job), 2)
        steps.pause(job)
        steps.save(scored(items[0]))
        assert job_row(db_session, job.id).status == "paused"
        steps.save(scored(items[1]))
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.paused_at, row.status_reason) == ("completed", "succeeded", None, None)

    def test_a_second_pause_changes_nothing(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(2)
        assert steps.pause(job)
        before = job_row(db_session, job.id)
        assert not steps.pause(job)
        assert job_row(db_session, job.id) == before
        assert [event.action for event in steps.events(job)] == ["job.pause"]

    def test_names_what_cannot_be_paused(self, steps: Steps, db_session: Session) -> None:
        ended, stopping = steps.accept(1), steps.accept(2)
        steps.cancel(ended)
        steps.claim(steps.context(stopping), 1)
        steps.cancel(stopping)
        before = [job_row(db_session, job.id) for job in (ended, stopping)]
        with pytest.raises(JobAlreadyEnded):
            steps.pause(ended)
        with pytest.raises(JobCancelling):
            steps.pause(stopping)
        with unit_of_work() as uow, pytest.raises(JobNotFound):
            pause_job(uow, new_id(), actor=SOMEBODY, request_id="req-pause")
        assert [job_row(db_session, job.id) for job in (ended, stopping)] == before


class TestPausedJob:
    def test_is_not_woken_by_the_sweep_even_where_a_worker_died(
        self, steps: Steps, wakes: RecordedWakes, db_session: Session
    ) -> None:
        job = steps.accept(4)
        steps.claim(steps.context(job), 2)
        steps.pause(job)
        expire_leases(db_session)
        wakes.sent.clear()
        assert steps.sweep().requeued == 2
        assert steps.sweep().woken == 0
        assert wakes.sent == []
        assert (job_row(db_session, job.id).status, states(db_session, job)) == ("paused", {"queued": 4})

    def test_ends_when_a_dead_workers_lead_had_no_attempt_left(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(1)
        steps.claim(steps.context(job), 1)
        db_session.execute(text("UPDATE job_items SET attempts = 99"))
        db_session.commit()
        steps.pause(job)
        expire_leases(db_session)
        assert steps.sweep().failed == 1
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.paused_at) == ("completed", "failed", None)

    def test_can_be_cancelled(self, steps: Steps, db_session: Session) -> None:
        idle, busy = steps.accept(3), steps.accept(3)
        items = steps.claim(steps.context(busy), 1)
        for job in (idle, busy):
            steps.pause(job)
            steps.cancel(job)
        row = job_row(db_session, idle.id)
        assert (row.status, row.cancelled, row.paused_at, row.status_reason) == ("cancelled", 3, None, None)
        row = job_row(db_session, busy.id)
        assert (row.status, row.cancelled, row.paused_at, row.status_reason) == ("cancelling", 2, None, None)
        steps.save(scored(items[0]))
        row = job_row(db_session, busy.id)
        assert (row.status, row.outcome, row.succeeded) == ("cancelled", "partial", 1)

    def test_keeps_the_reason_that_it_was_paused_for(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(3)
        items = steps.claim(steps.context(job), 2)
        steps.save(ended_as(items[0], AnswerClass.CONFIG))
        assert not steps.pause(job)
        assert job_row(db_session, job.id).status_reason == "provider_config"

    def test_has_no_rate_while_it_waits(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(4)
        steps.save(*map(scored, steps.claim(steps.context(job), 2)))
        db_session.execute(text("UPDATE jobs SET started_at = started_at - interval '10 seconds', mark_at = NULL"))
        db_session.commit()
        with unit_of_work() as uow:
            assert get_job(uow, job.id).progress.rate_per_minute is not None
        steps.pause(job)
        with unit_of_work() as uow:
            progress = get_job(uow, job.id).progress
        assert (progress.rate_per_minute, progress.stalled, progress.waiting_on) == (None, False, None)


class TestResumeJob:
    def test_wakes_workers_at_once_as_many_as_a_new_job(
        self, steps: Steps, wakes: RecordedWakes, empty_database: Settings
    ) -> None:
        big = steps.accept(empty_database.INTERACTIVE_MAX_LEADS + 1)
        small = steps.accept(1)
        steps.pause(big)
        steps.pause(small)
        wakes.sent.clear()
        steps.resume(big)
        steps.resume(small)
        assert wakes.sent == [
            (big.id, Queue.BULK, empty_database.RUNNERS_PER_JOB),
            (small.id, Queue.INTERACTIVE, 1),
        ]

    def test_after_a_long_pause_the_job_is_neither_stalled_nor_slow(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(5)
        steps.save(*map(scored, steps.claim(steps.context(job), 2)))
        steps.pause(job)
        hours = "started_at = started_at - :ago, last_result_at = last_result_at - :ago, created_at = created_at - :ago"
        db_session.execute(
            text(f"UPDATE jobs SET {hours}, mark_at = mark_at - :ago, paused_at = paused_at - :ago"),  # noqa: S608
            {"ago": timedelta(hours=3)},
        )
        db_session.commit()
        steps.resume(job)
        with unit_of_work() as uow:
            assert not get_job(uow, job.id).progress.stalled
        steps.save(*map(scored, steps.claim(steps.context(job), 2)))
        # two seconds instead of a sleep
        db_session.execute(text("UPDATE jobs SET mark_at = mark_at - interval '2 seconds'"))
        db_session.commit()
        with unit_of_work() as uow:
            rate = get_job(uow, job.id).progress.rate_per_minute
        assert rate is not None
        assert 30 <= rate <= 60

    def test_names_what_is_not_paused(self, steps: Steps, db_session: Session) -> None:
        running, ended = steps.accept(2), steps.accept(1)
        steps.claim(steps.context(running), 1)
        steps.cancel(ended)
        before = [job_row(db_session, job.id) for job in (running, ended)]
        for job in (running, ended):
            with pytest.raises(JobNotPaused):
                steps.resume(job)
        assert [job_row(db_session, job.id) for job in (running, ended)] == before
        with unit_of_work() as uow, pytest.raises(JobNotFound):
            resume_job(
                uow, new_id(), actor=SOMEBODY, request_id="req-resume", settings=steps.settings, wake=steps.wakes
            )


class TestPauseAtFaults:
    @pytest.mark.parametrize(
        ("answer_class", "reason"),
        [
            (AnswerClass.ACCOUNT, "provider_auth"),
            (AnswerClass.PAYMENT, "payment_required"),
            (AnswerClass.CONFIG, "provider_config"),
        ],
    )
    def test_the_lead_goes_back_unused_and_the_job_waits_for_a_person(
        self, steps: Steps, db_session: Session, answer_class: AnswerClass, reason: str
    ) -> None:
        job = steps.accept(5)
        context = steps.context(job)
        faulty, good, other = steps.claim(context, 3)
        report = steps.save(ended_as(faulty, answer_class), scored(good))
        assert (report.requeued, report.failed, report.stopped, report.soon_due) == (1, 0, {job.id}, {})
        row = job_row(db_session, job.id)
        assert (row.status, row.status_reason, row.paused_at is None) == ("paused", reason, False)
        item = item_rows(db_session, job.id)[faulty.position]
        assert (item.state, item.attempts, item.error_code) == ("queued", 0, None)
        # the second fault of the same kind pauses nothing again
        assert steps.save(ended_as(other, answer_class)).stopped == {job.id}
        (event,) = steps.events(job)
        assert (event.action, event.actor_kind, event.actor, event.request_id) == (
            "job.auto_pause",
            "system",
            "worker",
            "req-test",
        )
        assert event.detail == {"reason": reason}
        steps.resume(job)
        steps.save(*map(scored, steps.claim(context, 5)))
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.succeeded) == ("completed", "succeeded", 5)

    def test_other_jobs_pause_as_they_meet_it(self, steps: Steps, db_session: Session) -> None:
        met, unaware = steps.accept(2), steps.accept(2)
        (item,) = steps.claim(steps.context(met), 1)
        steps.save(ended_as(item, AnswerClass.ACCOUNT))
        assert [job_row(db_session, job.id).status for job in (met, unaware)] == ["paused", "queued"]

    def test_a_job_that_is_being_cancelled_is_not_paused(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(2)
        (item,) = steps.claim(steps.context(job), 1)
        steps.cancel(job)
        assert steps.save(ended_as(item, AnswerClass.ACCOUNT)).cancelled == 1
        row = job_row(db_session, job.id)
        assert (row.status, row.cancelled, row.status_reason) == ("cancelled", 2, None)
        assert [event.action for event in steps.events(job)] == ["job.cancel"]

    def test_a_late_fault_does_not_pause(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(2)
        (item,) = steps.claim(steps.context(job), 1)
        expire_leases(db_session)
        steps.sweep()
        assert steps.save(ended_as(item, AnswerClass.ACCOUNT)).lost_leases == 1
        assert job_row(db_session, job.id).status == "in_progress"

    def test_counters_stay_those_of_the_items(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(6)
        items = steps.claim(steps.context(job), 4)
        steps.save(ended_as(items[0], AnswerClass.PAYMENT), scored(items[1]), ended_as(items[2], AnswerClass.CONFIG))
        assert_counters_are_the_items(db_session, job)
        # the first fault of the batch names the reason
        assert job_row(db_session, job.id).status_reason == "payment_required"


class TestEvents:
    def test_tell_who_did_what_in_which_order(self, steps: Steps) -> None:
        job = steps.accept(3)
        steps.pause(job)
        steps.resume(job)
        steps.cancel(job)
        events = steps.events(job)
        assert [(e.action, e.actor, e.request_id) for e in events] == [
            ("job.pause", "Front desk", "req-pause"),
            ("job.resume", "Front desk", "req-resume"),
            ("job.cancel", "Front desk", "req-cancel"),
        ]
        assert [e.api_key_id for e in events] == [SOMEBODY.api_key_id] * 3
        assert events[0].at <= events[1].at <= events[2].at
        assert events[2].detail == {"cancelled_at_once": 3}
