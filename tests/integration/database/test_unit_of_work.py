"""The unit of work: errors without values, messages after the commit, and restarts of PostgreSQL survived."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from cli.embedded.postgres import EmbeddedPostgres
from shared.database.copy import copy_rows
from shared.database.engine import make_engine, wait_for_url
from shared.database.errors import DatabaseConnectionError, DatabaseStatementError
from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.settings import Settings
from tests.doubles.stack import wait_for

SECRET_VALUE = "zyq-secret-of-a-lead@example.com"


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

    def test_nor_one_that_copy_refuses(self, empty_database: Settings) -> None:
        with pytest.raises(DatabaseStatementError) as raised:
            failing(lambda uow: copy_rows(uow.session, "leads", ("id",), [(SECRET_VALUE,)]))
        assert SECRET_VALUE not in str(raised.value)

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

    def test_a_database_that_is_away_is_named_as_such(self, settings: Settings) -> None:
        away = settings.model_copy(update={"DATABASE_URL": "postgresql://a:b@127.0.0.1:9/c"})
        with pytest.raises(DatabaseConnectionError), unit_of_work(make_engine(away)) as uow:
            uow.session.execute(text("SELECT 1"))
        with pytest.raises(DatabaseConnectionError, match="DATABASE_URL"):
            wait_for_url("postgresql://a:b@127.0.0.1:9/c", timeout_seconds=0.1)


class TestAfterCommit:
    def test_runs_in_order_once_the_commit_is_done(self, empty_database: Settings) -> None:
        said: list[str] = []
        with unit_of_work() as uow:
            uow.after_commit(lambda: said.append("first"))
            uow.after_commit(lambda: said.append("second"))
            assert said == []
        assert said == ["first", "second"]


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
