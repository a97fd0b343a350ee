"""The unit of work: errors without values, messages after the commit, and restarts of PostgreSQL survived."""

from __future__ import annotations

import os
import signal
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from cli.embedded.postgres import EmbeddedPostgres
from shared.access.create import create_key
from shared.access.scopes import Scope
from shared.database.copy import copy_rows
from shared.database.engine import make_engine, wait_for_url
from shared.database.errors import DatabaseConnectionError, DatabaseStatementError
from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.settings import Settings
from tests.doubles.stack import wait_for

SECRET_VALUE = "zyq-secret-of-a-lead@example.com"
AWAY = "postgresql://sales:zyqpassword@127.0.0.1:9/sales"


def failing(action: Callable[[UnitOfWork], object]) -> None:
    with unit_of_work() as uow:
        action(uow)


class TestErrors:
    def test_a_refused_row_is_not_repeated_in_the_error(self, empty_database: Settings) -> None:
        def insert(uow: UnitOfWork) -> None:
            uow.session.execute(
                text("INSERT INTO leads (id, identity) VALUES (gen_random_uuid(), :value)"), {"value": SECRET_VALUE}
            )

        with pytest.raises(DatabaseStatementError) as raised:
            failing(insert)
        assert raised.value.sqlstate == "23502"
        assert SECRET_VALUE not in str(raised.value)
        assert raised.value.__cause__ is None

    def test_a_broken_check_is_named_by_its_constraint_alone(self, empty_database: Settings) -> None:
        statement = text(
            "INSERT INTO leads (id, identity, company_name, notes, qualification_score, submitted_at, source_job_id,"
            " source_position) VALUES (:id, 'x', :value, :value, 101, now(), :id, 0)"
        )
        with pytest.raises(DatabaseStatementError) as raised:
            failing(lambda uow: uow.session.execute(statement, {"id": uuid.uuid4(), "value": SECRET_VALUE}))
        assert raised.value.sqlstate == "23514"
        assert raised.value.constraint == "ck_leads_qualification_score_range"
        told = "".join(traceback.format_exception(raised.value))
        assert "ck_leads_qualification_score_range" in told
        assert SECRET_VALUE not in told

    def test_nor_one_that_copy_refuses(self, empty_database: Settings) -> None:
        with pytest.raises(DatabaseStatementError) as raised:
            failing(lambda uow: copy_rows(uow.session, "leads", ("id",), [(SECRET_VALUE,)]))
        assert raised.value.sqlstate == "22P02"
        assert SECRET_VALUE not in "".join(traceback.format_exception(raised.value))

    def test_a_slow_or_failed_statement_is_logged_without_its_parameters(
        self, empty_database: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level("WARNING"), pytest.raises(DatabaseStatementError):
            failing(lambda uow: uow.session.execute(text("SELECT CAST(:value AS int)"), {"value": SECRET_VALUE}))
        with caplog.at_level("WARNING"), unit_of_work() as uow:
            uow.session.execute(text("SELECT pg_sleep(0.51), :value AS v"), {"value": SECRET_VALUE})
        events = {record.msg["event"] for record in caplog.records if isinstance(record.msg, dict)}
        assert {"statement_failed", "statement_slow"} <= events
        assert SECRET_VALUE not in caplog.text

    def test_so_is_a_copy(self, empty_database: Settings, caplog: pytest.LogCaptureFixture) -> None:
        """It goes past SQLAlchemy, and with it past what hears of every other statement."""

        def slow_rows() -> Iterator[tuple[str, ...]]:
            yield (SECRET_VALUE, "zyq", SECRET_VALUE)
            time.sleep(0.51)

        with caplog.at_level("WARNING"), pytest.raises(DatabaseStatementError):
            failing(lambda uow: copy_rows(uow.session, "leads", ("id",), [(SECRET_VALUE,)]))
        with caplog.at_level("WARNING"), unit_of_work() as uow:
            uow.session.execute(text("CREATE TEMPORARY TABLE slow (a text, b text, c text)"))
            copy_rows(uow.session, "slow", ("a", "b", "c"), slow_rows())
        lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
        failed, slow = (
            [line for line in lines if line["event"] == event and line["name"].startswith("COPY")]
            for event in ("statement_failed", "statement_slow")
        )
        assert [(line["name"], line["sqlstate"]) for line in failed] == [("COPY leads (id) FROM STDIN", "22P02")]
        assert [(line["name"], line["rows"]) for line in slow] == [("COPY slow (a, b, c) FROM STDIN", 1)]
        assert slow[0]["ms"] >= 500
        assert SECRET_VALUE not in caplog.text

    def test_a_database_that_is_away_is_named_as_such(self, settings: Settings) -> None:
        away = settings.model_copy(update={"DATABASE_URL": AWAY})
        with pytest.raises(DatabaseConnectionError) as raised, unit_of_work(make_engine(away)) as uow:
            uow.session.execute(text("SELECT 1"))
        assert "zyqpassword" not in "".join(traceback.format_exception(raised.value))

    def test_waiting_for_one_ends_with_the_remedy(self) -> None:
        with pytest.raises(DatabaseConnectionError, match="is it running, is DATABASE_URL right") as raised:
            wait_for_url(AWAY, timeout_seconds=0.1)
        assert "zyqpassword" not in "".join(traceback.format_exception(raised.value))


class TestAfterCommit:
    def test_runs_in_order_once_the_commit_is_done(self, empty_database: Settings) -> None:
        said: list[str] = []
        with unit_of_work() as uow:
            uow.after_commit(lambda: said.append("first"))
            uow.after_commit(lambda: said.append("second"))
            assert said == []
        assert said == ["first", "second"]

    def test_sees_what_was_committed(self, empty_database: Settings, db_session: Session) -> None:
        seen: list[object] = []
        with unit_of_work() as uow:
            create_key(uow, name="committed", scopes=[Scope.READ])
            uow.after_commit(lambda: seen.extend(db_session.scalars(text("SELECT name FROM api_keys"))))
        assert seen == ["committed"]

    def test_is_forgotten_by_a_rollback(self, empty_database: Settings, db_session: Session) -> None:
        said: list[str] = []

        def give_up(uow: UnitOfWork) -> None:
            create_key(uow, name="undone", scopes=[Scope.READ])
            uow.session.flush()
            uow.after_commit(lambda: said.append("too early"))
            raise KeyError("a fault of the block's own")

        with pytest.raises(KeyError, match="of the block's own"):
            failing(give_up)
        assert said == []
        assert db_session.scalars(text("SELECT name FROM api_keys")).all() == []

    def test_is_forgotten_when_the_commit_itself_fails(self, empty_database: Settings) -> None:
        said: list[str] = []

        def break_late(uow: UnitOfWork) -> None:
            uow.session.execute(text("CREATE TEMP TABLE late (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
            uow.session.execute(text("INSERT INTO late VALUES (1), (1)"))
            uow.after_commit(lambda: said.append("never"))

        with pytest.raises(DatabaseStatementError) as raised:
            failing(break_late)
        assert raised.value.sqlstate == "23505"
        assert said == []


class TestRestart:
    def test_a_living_engine_survives_a_killed_postmaster(self, settings: Settings, tmp_path: Path) -> None:
        server = EmbeddedPostgres(tmp_path / "postgres", durable=False)
        server.start()
        engine = make_engine(settings.model_copy(update={"DATABASE_URL": server.url}))
        try:
            with unit_of_work(engine) as uow:
                uow.session.execute(text("SELECT 1"))
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            wait_for(lambda: not server.is_running(), seconds=10, what="the postmaster to be gone")
            server.start()
            with unit_of_work(engine) as uow:
                assert uow.session.scalar(text("SELECT 1")) == 1
        finally:
            engine.dispose()
            server.destroy()
