"""What PostgreSQL itself writes down: never a value, not even of a statement during which it died."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from cli.embedded.postgres import EmbeddedPostgres
from tests.doubles.stack import wait_for

MARKER = "zyqmarker@mail.example"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """A server of the test's own."""
    server = EmbeddedPostgres(tmp_path / "postgres", durable=False)
    server.start()
    yield server
    server.destroy()


def logged(directory: Path) -> str:
    return "".join(path.read_text(errors="replace") for path in directory.rglob("*.log*") if path.is_file())


class TestServerLog:
    def test_holds_no_value_of_a_refused_row(self, server: EmbeddedPostgres, tmp_path: Path) -> None:
        connection = psycopg2.connect(server.url)
        try:
            with connection.cursor() as cursor:
                cursor.execute("CREATE TEMP TABLE told (mail text, score int CHECK (score <= 100))")
                with pytest.raises(psycopg2.errors.CheckViolation, match=MARKER):
                    cursor.execute("INSERT INTO told VALUES (%s, 101)", (MARKER,))
        finally:
            connection.close()
        assert "ready to accept connections" in logged(tmp_path)
        assert MARKER not in logged(tmp_path)

    def test_holds_no_value_of_the_statement_that_a_dead_backend_ran(
        self, server: EmbeddedPostgres, tmp_path: Path
    ) -> None:
        connection = psycopg2.connect(server.url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_sleep(0), count(*), %s FROM generate_series(1, 10) WHERE pg_backend_pid() > 0", (MARKER,)
                )
                os.kill(connection.info.backend_pid, signal.SIGKILL)
                wait_for(
                    lambda: "terminated by signal 9" in logged(tmp_path), seconds=10, what="the death to be logged"
                )
                with pytest.raises(psycopg2.OperationalError):
                    cursor.execute("SELECT 1")
        finally:
            connection.close()
        assert MARKER not in logged(tmp_path)
