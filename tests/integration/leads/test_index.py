"""The texts that leads are searched by: every save notes its leads, one process at a time writes the texts."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.ids import new_id
from shared.leads.index import INDEX_LOCK, find_missed_leads, index_all_due, index_leads
from shared.leads.repository import LeadRepository, LeadToRecord
from shared.settings import Settings
from tests.integration.api.world import add_assessment, add_lead

AT = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)


def record(*companies: str, **fields: str) -> None:
    """Leads whose item failed, as a save writes them."""
    with unit_of_work() as uow:
        LeadRepository(uow.session).record(
            [
                LeadToRecord(
                    identity=f"company:{company}",
                    input={"company_name": company, **fields},
                    submitted_at=AT,
                    job_id=uuid.UUID(int=1),
                    position=0,
                    score=None,
                )
                for company in companies
            ]
        )


def index(limit: int = 1000) -> int:
    with unit_of_work() as uow:
        return index_leads(uow, limit=limit)


def texts(session: Session) -> list[Any]:
    session.rollback()
    return list(session.scalars(text("SELECT body FROM lead_texts ORDER BY body")))


class TestIndexLeads:
    def test_writes_what_is_searched_in_small_letters_a_line_each(self, db_session: Session) -> None:
        record("Alder FREIGHT", contact_name="Ada", contact_email="ada@alder.example", notes="Two\nlines")
        assert index() == 1
        assert texts(db_session) == ["alder freight\nada\nada@alder.example\ntwo\nlines"]

    def test_takes_no_more_than_asked_for_and_nothing_twice(self, db_session: Session) -> None:
        record("A", "B", "C")
        assert [index(limit=2), index(limit=2), index(limit=2)] == [2, 1, 0]
        assert texts(db_session) == ["a", "b", "c"]

    def test_goes_on_until_nothing_is_due(self, db_session: Session) -> None:
        record("A", "B", "C", "D", "E")
        assert index_all_due(unit_of_work, limit=2, within_seconds=60) == 5
        assert texts(db_session) == ["a", "b", "c", "d", "e"]

    def test_leaves_the_rest_to_the_next_run_once_its_time_is_over(self, db_session: Session) -> None:
        record("A", "B", "C")
        assert index_all_due(unit_of_work, limit=2, within_seconds=0) == 2
        assert index() == 1

    def test_writes_nothing_for_a_save_that_changed_no_row(self, db_session: Session) -> None:
        record("A")
        index()
        record("A")
        assert index() == 0

    def test_leaves_it_to_the_process_that_is_at_it(self, db_session: Session) -> None:
        record("A")
        db_session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": INDEX_LOCK})
        assert index() == 0
        db_session.rollback()
        assert index() == 1

    def test_is_undone_with_its_transaction(self, db_session: Session, empty_database: Settings) -> None:
        record("A")
        with unit_of_work() as uow:
            assert index_leads(uow) == 1
            uow.session.rollback()
        assert texts(db_session) == []
        assert index() == 1

    def test_passes_over_a_lead_that_is_gone(self, db_session: Session) -> None:
        db_session.execute(text("INSERT INTO lead_texts_due VALUES (:id)"), {"id": new_id()})
        db_session.commit()
        assert index() == 1
        assert texts(db_session) == []

    def test_goes_with_its_lead(self, db_session: Session) -> None:
        record("A")
        index()
        db_session.execute(text("DELETE FROM leads"))
        db_session.commit()
        assert texts(db_session) == []


def save_as_before(session: Session, company: str) -> None:
    """What a worker of a release that knew no texts writes: a lead that nobody notes for search."""
    session.execute(
        text(
            "INSERT INTO leads (id, identity, company_name, submitted_at, source_job_id, source_position)"
            " VALUES (:id, :name, :name, now(), :id, 0)"
        ),
        {"id": new_id(), "name": company},
    )
    session.commit()


def run(**more: Any) -> int:
    """A run of the task."""
    return index_all_due(unit_of_work, within_seconds=60, **more)


def end_rest(session: Session) -> None:
    session.execute(text("UPDATE lead_texts_walk SET rests_until = clock_timestamp()"))
    session.commit()


class TestFindMissedLeads:
    def test_a_lead_that_an_earlier_release_saved_gets_its_text(self, db_session: Session) -> None:
        save_as_before(db_session, "Alder")
        assert run() == 1
        assert texts(db_session) == ["alder"]

    def test_a_lead_that_an_earlier_release_changed_gets_a_new_one(self, db_session: Session) -> None:
        record("A", "B")
        run()
        db_session.execute(
            text("UPDATE leads SET notes = 'new', updated_at = clock_timestamp() WHERE company_name = 'B'")
        )
        db_session.commit()
        assert run() == 0, "the walk rests after a round"
        end_rest(db_session)
        assert run() == 1
        assert texts(db_session) == ["a", "b\nnew"]

    def test_goes_on_where_it_stopped_and_rests_after_the_last(self, db_session: Session) -> None:
        for company in "ABCDE":
            save_as_before(db_session, company)
        found = []
        for _ in range(4):
            with unit_of_work() as uow:
                found.append(find_missed_leads(uow, limit=2))
        assert found == [2, 2, 1, 0]
        assert index() == 5

    def test_begins_anew_after_its_rest(self, db_session: Session) -> None:
        assert run() == 0
        end_rest(db_session)
        save_as_before(db_session, "A")
        assert run() == 1

    def test_leaves_leads_whose_text_is_up_to_date(self, db_session: Session) -> None:
        record("A", "B")
        assert run() == 2
        end_rest(db_session)
        assert run() == 0

    def test_leaves_it_to_the_process_that_is_at_it(self, db_session: Session) -> None:
        save_as_before(db_session, "A")
        db_session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": INDEX_LOCK})
        with unit_of_work() as uow:
            assert find_missed_leads(uow) == 0
        db_session.rollback()
        assert run() == 1

    def test_adds_the_present_assessment_to_a_history_that_lacks_it(self, db_session: Session) -> None:
        uow = UnitOfWork(db_session)
        assessment = add_assessment(uow).id
        add_lead(uow, "A", assessment_id=assessment, assessment_ids=[7])
        db_session.commit()
        run()
        db_session.rollback()
        assert db_session.scalar(text("SELECT assessment_ids FROM leads")) == [assessment, 7]
