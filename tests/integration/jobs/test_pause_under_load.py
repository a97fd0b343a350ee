"""Two jobs paused and resumed again and again, while four workers, faults and the sweep are at them."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.jobs.claimed import ClaimedItem, FinishedCall
from shared.jobs.errors import JobNotPaused, JobNotWorkable
from shared.jobs.models import Job
from shared.llm.classes import AnswerClass
from tests.integration.jobs.conftest import assert_counters_are_the_items, job_row, lead_rows, wait_until
from tests.integration.jobs.steps import Steps, ended_as, scored


class TestEverythingAtOnce:
    """Claims, saves, faults, sweeps, pauses and resumes of two jobs at the same time."""

    def test_counters_hold_nothing_starts_while_paused_and_nobody_deadlocks(
        self, steps: Steps, db_session: Session
    ) -> None:
        deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        deadlocks_before = db_session.scalar(text(deadlocks))
        jobs = [steps.accept(500), steps.accept(rows=lead_rows(500, industry="Freight"))]
        contexts = [steps.context(job) for job in jobs]
        late: list[int] = []
        done = threading.Event()

        faulty = {(job.id, position) for job in jobs for position in range(0, 500, 50)}

        def ending(item: ClaimedItem) -> FinishedCall:
            """A refused key once for a few leads, a transient fault once for others, else a score."""
            place = (item.context.job_id, item.position)
            if place in faulty:
                faulty.remove(place)
                return ended_as(item, AnswerClass.ACCOUNT)
            if item.attempt == 1 and item.position % 5 == 1:
                return ended_as(item, AnswerClass.TRANSIENT)
            return scored(item)

        def work(number: int) -> None:
            turn = number
            while not done.is_set():
                turn += 1
                try:
                    items = steps.claim(contexts[turn % 2], 7)
                except JobNotWorkable:
                    continue
                calls = [ending(item) for item in items]
                if calls:
                    steps.save(*calls)

        def sweep_on() -> None:
            while not done.is_set():
                steps.sweep()

        def carry_on(job: Job) -> int:
            """Resume the job if a fault has paused it; how many of its leads have succeeded."""
            row = _row(job)
            if row.status == "paused":
                with suppress(JobNotPaused):
                    steps.resume(job)
            return int(row.succeeded)

        def control(job: Job) -> int:
            """Pause and resume every 50 leads, then see the job to its end; how often this paused it."""
            paused = 0
            for ended in range(30, 480, 50):
                wait_until(lambda ended=ended: carry_on(job) >= ended, seconds=60)  # type: ignore[misc]
                with suppress(JobNotPaused):  # what was in flight was all that was left
                    paused += steps.pause(job)
                    late.append(_begun_while_paused(job))
                    steps.resume(job)
            wait_until(lambda: carry_on(job) == 500, seconds=60)
            return paused

        with ThreadPoolExecutor(8) as pool:
            tasks = [pool.submit(work, number) for number in range(4)] + [pool.submit(sweep_on)]
            controls = [pool.submit(control, job) for job in jobs]
            try:
                pauses = [task.result(timeout=90) for task in controls]
            finally:
                done.set()
            for task in tasks:
                task.result(timeout=30)
        assert min(pauses) >= 3
        assert set(late) == {0}
        for job in jobs:
            row = job_row(db_session, job.id)
            assert (row.status, row.outcome, row.succeeded) == ("completed", "succeeded", 500)
            assert_counters_are_the_items(db_session, job)
            actions = Counter(event.action for event in steps.events(job))
            assert actions["job.pause"] + actions["job.auto_pause"] >= actions["job.resume"] > 0
        paid_twice = (
            "SELECT count(*) FROM (SELECT 1 FROM llm_calls WHERE class = 'ok' GROUP BY job_id, position"
            " HAVING count(*) > 1) twice"
        )
        assert db_session.scalar(text(paid_twice)) == 0
        assert db_session.scalar(text(deadlocks)) == deadlocks_before


def _row(job: Job) -> Any:
    with unit_of_work() as uow:
        return uow.session.execute(text("SELECT status, succeeded FROM jobs WHERE id = :id"), {"id": job.id}).one()


def _begun_while_paused(job: Job) -> int:
    """How many calls were claimed since the job was paused; 0 also when it has ended meanwhile."""
    with unit_of_work() as uow:
        begun = (
            "SELECT count(*) FROM llm_calls c JOIN jobs j ON j.id = c.job_id"
            " WHERE j.id = :id AND c.started_at > j.paused_at"
        )
        return int(uow.session.scalar(text(begun), {"id": job.id}) or 0)
