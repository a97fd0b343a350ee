"""PostgreSQL killed and started again under a living application: an answer that says so meanwhile, then as before."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from cli.embedded.postgres import EmbeddedPostgres
from migrations.upgrade import upgrade
from shared.access.create import create_key
from shared.access.scopes import Scope
from shared.database.engine import make_engine, wait_for_database
from shared.database.errors import DatabaseConnectionError
from shared.database.unit_of_work import unit_of_work
from shared.settings import Settings
from tests.doubles.stack import wait_for


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """A migrated PostgreSQL of this test's own."""
    server = EmbeddedPostgres(tmp_path / "postgres", durable=False)
    server.start()
    try:
        upgrade(server.url)
        yield server
    finally:
        server.destroy()


def kill(server: EmbeddedPostgres) -> None:
    """kill -9 of the postmaster; returns when it is gone."""
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    wait_for(lambda: not server.is_running(), seconds=10, what="the postmaster to be gone")


class TestLivingApplication:
    @pytest.fixture
    def client(self, settings: Settings, server: EmbeddedPostgres) -> Iterator[FlaskClient]:
        """A signed-in caller of an application over that server."""
        engine = make_engine(settings.model_copy(update={"DATABASE_URL": server.url}))
        with unit_of_work(engine) as uow:
            key = create_key(uow, name="restart", scopes=[Scope.READ]).key
        client = create_app(settings, engine=engine).test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {key}"
        yield client
        engine.dispose()

    def test_says_when_to_come_back_and_then_answers_again(self, client: FlaskClient, server: EmbeddedPostgres) -> None:
        assert client.get("/api/v1/jobs").status_code == 200
        kill(server)
        away = client.get("/api/v1/jobs")
        assert (away.status_code, away.json and away.json["code"]) == (503, "database_unavailable")
        assert int(away.headers["Retry-After"]) >= 1
        server.start()
        assert client.get("/api/v1/jobs").status_code == 200

    def test_loses_no_request_to_connections_that_died_unseen(
        self, client: FlaskClient, server: EmbeddedPostgres
    ) -> None:
        assert client.get("/api/v1/jobs").status_code == 200
        kill(server)
        server.start()
        assert [client.get("/api/v1/jobs").status_code for _ in range(3)] == [200, 200, 200]


class TestWaitForDatabase:
    def test_returns_once_a_server_that_starts_meanwhile_answers(
        self, settings: Settings, server: EmbeddedPostgres, caplog: pytest.LogCaptureFixture
    ) -> None:
        engine = make_engine(settings.model_copy(update={"DATABASE_URL": server.url}))
        kill(server)
        ended: list[DatabaseConnectionError | None] = []

        def wait() -> None:
            try:
                wait_for_database(engine, timeout_seconds=20)
                ended.append(None)
            except DatabaseConnectionError as error:
                ended.append(error)

        waiting = threading.Thread(target=wait)
        with caplog.at_level("WARNING"):
            waiting.start()
            wait_for(lambda: "database_not_ready" in caplog.text, seconds=10, what="the first attempt to fail")
            server.start()
            waiting.join(timeout=30)
        engine.dispose()
        assert ended == [None]
