"""What a lead's row remembers of how it was judged."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.ids import new_id
from shared.leads.repository import LeadRepository, LeadScore, LeadToRecord
from shared.settings import Settings
from tests.integration.api.world import AT, add_assessment


@pytest.fixture
def assessments(empty_database: Settings) -> list[int]:
    """Twelve assessments, oldest first."""
    with unit_of_work() as uow:
        return [add_assessment(uow).id for _ in range(12)]


def record(assessment_id: int | None, *, at: datetime = AT) -> None:
    """A submission of one lead that ended with this assessment, or failed."""
    score = LeadScore(assessment_id or 0, 75, "r", "m", 1, "B", Decimal(1), None, []) if assessment_id else None
    with unit_of_work() as uow:
        lead = LeadToRecord("email:a@b.example", {"company_name": "A"}, at, new_id(), 0, score)
        LeadRepository(uow.session).record([lead])


def remembered(session: Session) -> list[int]:
    session.rollback()
    found: list[int] = session.execute(text("SELECT assessment_ids FROM leads")).scalar_one()
    return found


class TestAssessments:
    def test_are_none_while_every_item_failed(self, db_session: Session) -> None:
        record(None)
        assert remembered(db_session) == []

    def test_are_the_last_ten_the_latest_first(self, assessments: list[int], db_session: Session) -> None:
        for assessment_id in assessments:
            record(assessment_id)
        assert remembered(db_session) == assessments[:1:-1]

    def test_are_each_there_once(self, assessments: list[int], db_session: Session) -> None:
        one, two, *_ = assessments
        for assessment_id in (one, two, one, one):
            record(assessment_id)
        assert remembered(db_session) == [one, two]

    def test_stay_when_an_item_fails_or_an_older_submission_ends(
        self, assessments: list[int], db_session: Session
    ) -> None:
        one, two, *_ = assessments
        record(one)
        record(None)
        record(two, at=AT - timedelta(seconds=1))
        assert remembered(db_session) == [one]
