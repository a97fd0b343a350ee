"""Accepting: one transaction, exact counters, wake-ups only after the commit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.errors import Fault
from shared.jobs.accept import AcceptJob, accept_job
from shared.jobs.models import Job
from shared.leads.validate import check_rows
from shared.queue.names import Queue
from shared.queue.publish import Publisher
from shared.settings import Settings
from tests.doubles.wake import RecordedWakes
from tests.integration.jobs.conftest import item_rows, job_row, lead_rows


class TestAcceptJob:
    def test_writes_every_lead_as_a_queued_item_in_input_order(
        self, accept: Callable[..., Job], db_session: Session
    ) -> None:
        job = accept(30)
        row = job_row(db_session, job.id)
        assert (row.status, row.total, row.queued, row.version) == ("queued", 30, 30, 1)
        items = item_rows(db_session, job.id)
        assert [item.input["company_name"] for item in items] == [f"Company Number {n}" for n in range(30)]
        assert {item.state for item in items} == {"queued"}
        assert len({bytes(item.input_hash) for item in items}) == 30

    def test_text_that_copy_gives_a_meaning_comes_back_unchanged(
        self, accept: Callable[..., Job], db_session: Session
    ) -> None:
        notes = "back\\slash\ttab\nnew line \\N \\. quote ' \" {} 日本"
        job = accept(rows=lead_rows(1, notes=notes))
        assert item_rows(db_session, job.id)[0].input["notes"] == notes

    def test_wakes_workers_only_after_the_commit(self, empty_database: Settings, wakes: RecordedWakes) -> None:
        leads = check_rows(lead_rows(50)).good
        with unit_of_work() as uow:
            job = accept_job(uow, AcceptJob(leads=leads, request_id="r"), settings=empty_database, wake=wakes)
            assert wakes.sent == []
        assert wakes.sent == [(job.id, Queue.BULK, empty_database.RUNNERS_PER_JOB)]

    def test_a_rollback_keeps_nothing_and_wakes_nobody(
        self, empty_database: Settings, wakes: RecordedWakes, db_session: Session
    ) -> None:
        leads = check_rows(lead_rows(3)).good

        def accept_and_fail() -> None:
            with unit_of_work() as uow:
                accept_job(uow, AcceptJob(leads=leads, request_id="r"), settings=empty_database, wake=wakes)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            accept_and_fail()
        assert wakes.sent == []
        assert db_session.scalar(text("SELECT count(*) FROM jobs")) == 0

    def test_small_jobs_use_the_interactive_queue(self, accept: Callable[..., Job], wakes: RecordedWakes) -> None:
        job = accept(3)
        assert job.queue == "interactive"
        assert wakes.sent == [(job.id, Queue.INTERACTIVE, 1)]

    def test_keeps_what_was_wrong_with_skipped_rows(
        self, empty_database: Settings, wakes: RecordedWakes, db_session: Session
    ) -> None:
        fault = Fault(code="missing_company", detail="A company name is needed.", row=7, column="Company")
        command = AcceptJob(leads=check_rows(lead_rows(1)).good, request_id="r", skipped=[fault])
        with unit_of_work() as uow:
            job = accept_job(uow, command, settings=empty_database, wake=wakes)
        assert job_row(db_session, job.id).skipped_rows == [
            {"code": "missing_company", "detail": "A company name is needed.", "row": 7, "column": "Company"}
        ]

    def test_jobs_share_one_default_profile(self, accept: Callable[..., Job], db_session: Session) -> None:
        assert accept(1).profile_version_id == accept(1).profile_version_id
        row = db_session.execute(text("SELECT count(*), count(used_at) FROM profile_versions")).one()
        assert tuple(row) == (1, 1)

    def test_is_kept_although_the_broker_is_away(self, empty_database: Settings, db_session: Session) -> None:
        away = empty_database.model_copy(update={"REDIS_URL": "redis://127.0.0.1:9/0"})
        leads = check_rows(lead_rows(2)).good
        with unit_of_work() as uow:
            job = accept_job(uow, AcceptJob(leads=leads, request_id="r"), settings=away, wake=Publisher(away).wake)
        assert job_row(db_session, job.id).queued == 2
