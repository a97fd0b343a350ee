"""What people say of one lead at the same time: one word counts, and none is lost."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.access.create import create_key
from shared.access.scopes import Scope
from shared.audit.actions import ActorKind
from shared.audit.record import Actor
from shared.database.unit_of_work import unit_of_work
from shared.ids import new_id
from shared.leads.outcome import RecordOutcome, record_outcome
from shared.leads.override import OverrideLead, override_lead
from shared.settings import Settings
from shared.verdicts.kinds import OutcomeKind
from tests.integration.api.world import AT, add_assessment, add_lead

PEOPLE = 8


@pytest.fixture
def actor(empty_database: Settings) -> Actor:
    """Somebody with a key."""
    with unit_of_work() as uow:
        key = create_key(uow, name="ada", scopes=(Scope.SUBMIT,))
        return Actor(ActorKind.KEY, "ada", key.id)


@pytest.fixture
def lead_id(empty_database: Settings) -> uuid.UUID:
    """A judged lead."""
    with unit_of_work() as uow:
        return add_lead(uow, assessment_id=add_assessment(uow).id, qualification_score=75, tier="B").id


class TestAtOnce:
    def test_one_override_counts_and_all_stay_on_record(
        self, actor: Actor, lead_id: uuid.UUID, db_session: Session
    ) -> None:
        together = Barrier(PEOPLE)

        def say(score: int) -> None:
            with unit_of_work() as uow:
                together.wait(timeout=10)
                override_lead(uow, OverrideLead(lead_id, "Because.", actor, "r", score=score))

        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(say, range(PEOPLE)))
        rows = db_session.execute(text("SELECT count(*), count(*) FILTER (WHERE withdrawn_at IS NULL) FROM overrides"))
        assert tuple(rows.one()) == (PEOPLE, 1)
        chain = db_session.scalars(text("SELECT detail->>'replaced' FROM audit_events ORDER BY id")).all()
        assert chain.count(None) == 1
        assert len(set(chain)) == PEOPLE

    def test_one_outcome_counts(self, actor: Actor, lead_id: uuid.UUID, db_session: Session) -> None:
        together = Barrier(PEOPLE)

        def say(person: int) -> None:
            with unit_of_work() as uow:
                together.wait(timeout=10)
                kind = OutcomeKind.WON if person % 2 else OutcomeKind.LOST
                record_outcome(uow, RecordOutcome(lead_id, kind, actor, "r", reason=f"Person {person}."))

        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(say, range(PEOPLE)))
        live = "SELECT count(*) FROM outcomes WHERE withdrawn_at IS NULL"
        assert db_session.scalar(text(live)) == 1
        assert db_session.scalar(text("SELECT count(*) FROM outcomes")) == PEOPLE


class TestTables:
    @pytest.mark.parametrize(
        ("columns", "values", "constraint"),
        [
            ("score, tier, reason", "101, 'A', 'r'", "ck_overrides_score_range"),
            ("score, tier, reason", "NULL, NULL, 'r'", "ck_overrides_says_something"),
            ("score, tier, reason", "1, 'A', ''", "ck_overrides_reason_length"),
        ],
    )
    def test_refuse_what_no_person_can_have_said(
        self, actor: Actor, lead_id: uuid.UUID, db_session: Session, columns: str, values: str, constraint: str
    ) -> None:
        statement = text(
            f"INSERT INTO overrides (id, lead_id, assessment_id, api_key_id, by, {columns})"  # noqa: S608
            f" SELECT :id, id, assessment_id, :key, 'ada', {values} FROM leads"
        )
        with pytest.raises(IntegrityError, match=constraint):
            db_session.execute(statement, {"id": new_id(), "key": actor.api_key_id})

    def test_go_with_the_lead(self, actor: Actor, lead_id: uuid.UUID, db_session: Session) -> None:
        with unit_of_work() as uow:
            override_lead(uow, OverrideLead(lead_id, "Because.", actor, "r", tier="A"))
            record_outcome(uow, RecordOutcome(lead_id, OutcomeKind.WON, actor, "r", happened_at=AT))
        db_session.execute(text("DELETE FROM leads"))
        assert db_session.scalar(text("SELECT (SELECT count(*) FROM overrides) + (SELECT count(*) FROM outcomes)")) == 0
        db_session.rollback()
