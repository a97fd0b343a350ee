"""The migrated database is what the models say, and refuses what it must."""

from __future__ import annotations

import uuid

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from migrations.upgrade import upgrade
from shared.database.base import Base


class TestSchema:
    def test_models_equal_the_migrated_database(self, db_session: Session) -> None:
        context = MigrationContext.configure(db_session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []

    def test_every_check_of_the_models_is_in_the_database(self, db_session: Session) -> None:
        declared = {
            constraint.name
            for table in Base.metadata.tables.values()
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint)
        }
        there = set(db_session.scalars(text("SELECT conname FROM pg_constraint WHERE contype = 'c'")))
        assert len(declared) > 15
        assert declared <= there

    def test_upgrading_twice_changes_nothing(self, database_url: str, db_session: Session) -> None:
        upgrade(database_url)
        assert db_session.scalars(text("SELECT version_num FROM alembic_version")).all() == ["0003"]


class TestScoreRange:
    @pytest.mark.parametrize("score", [-1, 101])
    def test_a_raw_insert_into_leads_fails(self, db_session: Session, score: int) -> None:
        statement = text(
            "INSERT INTO leads (id, identity, company_name, qualification_score, submitted_at, source_job_id,"
            " source_position) VALUES (:id, 'x', 'Alder Freight', :score, now(), :id, 0)"
        )
        with pytest.raises(IntegrityError, match="ck_leads_qualification_score_range"):
            db_session.execute(statement, {"id": uuid.uuid4(), "score": score})

    @pytest.mark.parametrize("score", [-1, 101])
    def test_a_raw_insert_into_assessments_fails(self, db_session: Session, score: int) -> None:
        statement = text(
            "INSERT INTO assessments (request_hash, input_hash, profile_version_id, prompt_version, provider, model,"
            " criteria, disqualifiers, score, coverage, tier, reasoning, prompt_tokens, completion_tokens, cost_usd,"
            " latency_ms) VALUES (sha256('a'), sha256('a'), gen_random_uuid(), 'p', 'p', 'm', '[]', '[]', :score, 1,"
            " 'A', 'r', 1, 1, 0, 1)"
        )
        with pytest.raises(IntegrityError, match="ck_assessments_score_range"):
            db_session.execute(statement, {"score": score})
