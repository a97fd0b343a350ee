"""Retrying: the leads without a score become a job of their own, and the old one stays as it ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.access.models import ApiKey
from shared.database.unit_of_work import unit_of_work
from shared.ids import new_id
from shared.jobs.errors import JobNotEnded, JobNotFound, NothingToRetry, RetryRunning
from shared.jobs.models import Job
from shared.jobs.read import get_job
from shared.jobs.retry import RetryJob, retry_job
from shared.jobs.states import ItemState
from shared.llm.classes import AnswerClass
from shared.queue.names import Queue
from tests.doubles.wake import RecordedWakes
from tests.integration.jobs.conftest import assert_counters_are_the_items, item_rows, job_row
from tests.integration.jobs.steps import SOMEBODY, Steps, ended_as, scored


@pytest.fixture(autouse=True)
def _somebodys_key(db_session: Session) -> None:
    """The key that the new jobs name."""
    db_session.add(
        ApiKey(id=SOMEBODY.api_key_id, name=SOMEBODY.name, prefix="desk", key_hash=b"k" * 32, scopes=["submit"])
    )
    db_session.commit()


@pytest.fixture
def ended(steps: Steps) -> Job:
    """A cancelled job: leads 0 and 2 succeeded, 1 and 3 failed, 4 and 5 were cancelled."""
    job = steps.accept(6)
    items = steps.claim(steps.context(job), 4)
    steps.save(*(scored(item) if item.position % 2 == 0 else ended_as(item, AnswerClass.REFUSED) for item in items))
    steps.cancel(job)
    return job


class TestRetryJob:
    def test_takes_what_failed_as_it_was_submitted_and_leaves_the_old_job_alone(
        self, steps: Steps, ended: Job, wakes: RecordedWakes, db_session: Session
    ) -> None:
        before = (job_row(db_session, ended.id), item_rows(db_session, ended.id))
        wakes.sent.clear()
        made = steps.retry(ended)
        row = job_row(db_session, made)
        assert (row.status, row.total, row.queued, row.retry_of, row.api_key_id) == (
            "queued",
            2,
            2,
            ended.id,
            SOMEBODY.api_key_id,
        )
        assert (row.profile_version_id, row.request_id, row.queue) == (
            before[0].profile_version_id,
            "req-retry",
            "interactive",
        )
        assert wakes.sent == [(made, Queue.INTERACTIVE, 1)]
        assert (job_row(db_session, ended.id), item_rows(db_session, ended.id)) == before
        kept = ("custom_id", "input", "identity", "input_hash")
        copies = [tuple(getattr(item, name) for name in kept) for item in item_rows(db_session, made)]
        assert copies == [tuple(getattr(before[1][position], name) for name in kept) for position in (1, 3)]
        assert [(item.position, item.state, item.attempts) for item in item_rows(db_session, made)] == [
            (0, "queued", 0),
            (1, "queued", 0),
        ]

    def test_the_new_job_runs_to_its_end_and_both_name_each_other(
        self, steps: Steps, ended: Job, db_session: Session
    ) -> None:
        made = steps.retry(ended, name="Once more")
        with unit_of_work() as uow:
            job = get_job(uow, made).job
        assert job.name == "Once more"
        steps.save(*map(scored, steps.claim(steps.context(job), 5)))
        assert (job_row(db_session, made).status, job_row(db_session, made).outcome) == ("completed", "succeeded")
        assert_counters_are_the_items(db_session, job)
        again = steps.retry(ended, states={ItemState.CANCELLED})
        with unit_of_work() as uow:
            assert get_job(uow, ended.id).retried_by == [made, again]
            assert get_job(uow, made).retried_by == []

    @pytest.mark.parametrize(
        ("states", "custom_ids", "positions"),
        [
            ({ItemState.CANCELLED}, None, [4, 5]),
            ({ItemState.FAILED, ItemState.CANCELLED}, None, [1, 3, 4, 5]),
            ({ItemState.FAILED, ItemState.CANCELLED}, [5, 1, 0], [1, 5]),
        ],
    )
    def test_takes_those_that_were_chosen(
        self,
        steps: Steps,
        ended: Job,
        db_session: Session,
        states: set[ItemState],
        custom_ids: list[int] | None,
        positions: list[int],
    ) -> None:
        names = [item.custom_id for item in item_rows(db_session, ended.id)]
        chosen = None if custom_ids is None else [names[position] for position in custom_ids]
        made = steps.retry(ended, states=states, custom_ids=chosen)
        assert [item.custom_id for item in item_rows(db_session, made)] == [names[position] for position in positions]

    def test_a_lead_that_has_a_score_by_now_is_not_paid_again(self, steps: Steps, db_session: Session) -> None:
        job = steps.accept(1)
        steps.cancel(job)
        twin = steps.accept(1)
        steps.save(*map(scored, steps.claim(steps.context(twin), 1)))
        made = steps.retry(job, states={ItemState.CANCELLED})
        with unit_of_work() as uow:
            new = get_job(uow, made).job
        assert steps.claim(steps.context(new), 1) == []
        assert (job_row(db_session, made).cached, job_row(db_session, made).calls) == (1, 0)

    def test_is_told_of_the_old_job(self, steps: Steps, ended: Job) -> None:
        made = steps.retry(ended)
        event = steps.events(ended)[-1]
        assert (event.action, event.actor, event.request_id) == ("job.retry", "Front desk", "req-retry")
        assert event.detail == {
            "job_id": str(made),
            "leads": 2,
            "statuses": ["expired", "failed"],
            "custom_ids": None,
        }

    def test_names_what_cannot_be_retried(self, steps: Steps, ended: Job, db_session: Session) -> None:
        running = steps.accept(1)
        with pytest.raises(JobNotEnded):
            steps.retry(running)
        with pytest.raises(NothingToRetry):
            steps.retry(ended, states={ItemState.EXPIRED})
        with pytest.raises(NothingToRetry):
            steps.retry(ended, custom_ids=["no-such-lead"])
        with unit_of_work() as uow, pytest.raises(JobNotFound):
            retry_job(uow, RetryJob(new_id(), SOMEBODY, "req"), settings=steps.settings, wake=steps.wakes)
        assert db_session.scalar(text("SELECT count(*) FROM jobs")) == 2

    def test_one_at_a_time(self, steps: Steps, ended: Job) -> None:
        made = steps.retry(ended)
        with pytest.raises(RetryRunning) as caught:
            steps.retry(ended, states={ItemState.CANCELLED})
        assert str(made) in caught.value.detail
        # a retry of the retry is another matter, once that has ended
        with unit_of_work() as uow:
            job = get_job(uow, made).job
        steps.cancel(job)
        assert steps.retry(job, states={ItemState.CANCELLED}) != made
        assert steps.retry(ended)

    def test_of_eight_at_once_one_is_made(self, steps: Steps, ended: Job, db_session: Session) -> None:
        def attempt(_: int) -> bool:
            try:
                steps.retry(ended)
            except RetryRunning:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sorted(pool.map(attempt, range(8))) == [False] * 7 + [True]
        assert db_session.scalar(text("SELECT count(*) FROM jobs WHERE retry_of IS NOT NULL")) == 1
