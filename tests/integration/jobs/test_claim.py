"""Claiming: leases, ledger first, reuse, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.jobs.claim import Claim, claim_items
from shared.jobs.claimed import JobContext
from shared.jobs.models import Job
from shared.jobs.process import WorkerProcess
from shared.jobs.work import load_context
from shared.settings import Settings
from tests.integration.jobs.conftest import call_rows, item_rows, job_row, lead_rows


@pytest.fixture
def claim(empty_database: Settings) -> Callable[..., Claim]:
    """Claim in a transaction of its own."""

    def run(context: JobContext, *, limit: int = 100, owner: str = "me") -> Claim:
        with unit_of_work() as uow:
            return claim_items(uow, context, limit=limit, owner=owner, settings=empty_database)

    return run


@pytest.fixture
def context_of(process: WorkerProcess) -> Callable[[Job], JobContext]:
    """What a slice loads of a job."""

    def run(job: Job) -> JobContext:
        context = load_context(job.id, process)
        assert context is not None
        return context

    return run


class TestClaimItems:
    def test_leases_items_and_writes_the_ledger_before_any_call(
        self,
        accept: Callable[..., Job],
        claim: Callable[..., Claim],
        context_of: Callable[[Job], JobContext],
        db_session: Session,
    ) -> None:
        job = accept(5)
        claimed = claim(context_of(job), limit=3)
        items = item_rows(db_session, job.id)
        assert [item.state for item in items] == ["in_progress"] * 3 + ["queued"] * 2
        assert {(item.lease_owner, item.lease_token, item.attempts) for item in items[:3]} == {("me", claimed.token, 1)}
        assert [call.ended_at for call in call_rows(db_session)] == [None] * 3
        row = job_row(db_session, job.id)
        assert (row.status, row.queued, row.in_progress, row.version) == ("in_progress", 2, 3, 2)

    def test_two_workers_never_hold_the_same_lead(
        self, accept: Callable[..., Job], claim: Callable[..., Claim], context_of: Callable[[Job], JobContext]
    ) -> None:
        context = context_of(accept(200))
        with ThreadPoolExecutor(8) as pool:
            claims = list(pool.map(lambda n: claim(context, limit=25, owner=f"w{n}"), range(8)))
        positions = [item.position for one in claims for item in one.items]
        assert len(positions) == len(set(positions))
        while more := claim(context, limit=50).items:
            positions.extend(item.position for item in more)
        assert sorted(positions) == list(range(200))

    def test_the_second_of_two_equal_leads_waits_without_using_an_attempt(
        self,
        accept: Callable[..., Job],
        claim: Callable[..., Claim],
        context_of: Callable[[Job], JobContext],
        db_session: Session,
    ) -> None:
        first, second = accept(1), accept(1)
        assert len(claim(context_of(first)).items) == 1
        held_up = claim(context_of(second))
        assert (len(held_up.items), held_up.waiting) == (0, 1)
        item = item_rows(db_session, second.id)[0]
        assert (item.state, item.attempts) == ("queued", 0)
        assert len(call_rows(db_session)) == 1

    def test_says_when_the_next_item_is_due(
        self,
        accept: Callable[..., Job],
        claim: Callable[..., Claim],
        context_of: Callable[[Job], JobContext],
        db_session: Session,
    ) -> None:
        job = accept(1)
        db_session.execute(text("UPDATE job_items SET next_attempt_at = clock_timestamp() + interval '60 seconds'"))
        db_session.commit()
        found = claim(context_of(job))
        assert found.found_nothing
        assert found.next_due_seconds == pytest.approx(60, abs=2)

    def test_a_paused_job_gives_nothing(
        self,
        accept: Callable[..., Job],
        claim: Callable[..., Claim],
        context_of: Callable[[Job], JobContext],
        db_session: Session,
    ) -> None:
        job = accept(2)
        context = context_of(job)
        db_session.execute(text("UPDATE jobs SET status = 'paused', status_reason = 'by_user', paused_at = now()"))
        db_session.commit()
        assert claim(context).found_nothing

    def test_contact_details_are_not_in_the_request(
        self, accept: Callable[..., Job], claim: Callable[..., Claim], context_of: Callable[[Job], JobContext]
    ) -> None:
        rows = lead_rows(1, contact_name="Mirela Osei", contact_phone="+44 1632 960118")
        message = claim(context_of(accept(rows=rows))).items[0].user_message
        assert "Company Number 0" in message
        for private in ("Mirela", "960118", "person0@"):
            assert private not in message
