"""The texts that leads are searched by: every save notes its leads, one process at a time writes the texts."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.ids import new_id
from shared.leads.index import INDEX_LOCK, index_all_due, index_leads
from shared.leads.repository import LeadRepository, LeadToRecord
from shared.settings import Settings

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
