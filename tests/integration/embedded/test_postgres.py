"""The embedded PostgreSQL: kept data, kept address, a silent log, and every kind of death."""

from __future__ import annotations

import os
import signal
import socket
import stat
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from cli.embedded.errors import EmbeddedServiceFailed, ServiceInUse, ServicePortTaken
from cli.embedded.postgres import EmbeddedPostgres

MARKER = "marker-7f3a@example.com"
FAILING = {
    "check violation": "INSERT INTO leads VALUES (2, 'MARKER')",
    "duplicate key": "INSERT INTO leads VALUES (1, 'short'), (1, 'MARKER')",
    "bad cast": "SELECT 'MARKER'::int",
    "bad statement": "SELECT no_such_column FROM leads WHERE email = 'MARKER'",
    "raised": "DO $$ BEGIN RAISE WARNING 'MARKER'; RAISE EXCEPTION 'MARKER'; END $$",
}


def run_sql(url: str, statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(url, connect_timeout=3)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def setting(postgres: EmbeddedPostgres, name: str) -> object:
    return run_sql(postgres.admin_url, f"SHOW {name}")[0][0]


class TestAddress:
    def test_serves_a_database_of_its_own_in_utf8_with_checksums(self, postgres: EmbeddedPostgres) -> None:
        assert postgres.ready()
        assert run_sql(postgres.url, "SELECT current_database(), current_user") == [("sales_agent", "sales_agent")]
        assert setting(postgres, "server_encoding") == "UTF8"
        assert setting(postgres, "data_checksums") == "on"

    def test_the_role_is_no_superuser_but_may_create_databases(self, postgres: EmbeddedPostgres) -> None:
        assert run_sql(postgres.url, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user") == [
            (False, True)
        ]

    def test_listens_on_loopback_only_and_on_no_socket_file(self, postgres: EmbeddedPostgres) -> None:
        assert postgres.pid is not None
        connections = psutil.Process(postgres.pid).net_connections(kind="all")
        addresses = {tuple(each.laddr)[:2] for each in connections if each.status == psutil.CONN_LISTEN}
        assert addresses == {("127.0.0.1", postgres.port)}
        assert setting(postgres, "unix_socket_directories") == ""

    def test_refuses_a_wrong_password(self, postgres: EmbeddedPostgres) -> None:
        with pytest.raises(psycopg2.OperationalError):
            run_sql(postgres.url.replace("sales_agent:", "sales_agent:x"), "SELECT 1")

    def test_the_password_is_on_no_command_line_and_in_no_open_file(self, postgres: EmbeddedPostgres) -> None:
        password = postgres.url.split(":")[2].split("@")[0]
        assert postgres.pid is not None
        processes = [psutil.Process(postgres.pid), *psutil.Process(postgres.pid).children()]
        assert not any(password in argument for process in processes for argument in process.cmdline())
        kept = [path for path in postgres.directory.iterdir() if path.is_file() and password in path.read_text()]
        assert [path.name for path in kept] == ["service.json"]
        assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600
        assert stat.S_IMODE(postgres.log_file.stat().st_mode) == 0o600

    def test_hides_our_environment_from_the_server(self, postgres: EmbeddedPostgres) -> None:
        assert postgres.pid is not None
        assert set(psutil.Process(postgres.pid).environ()) <= {"PATH", "LC_ALL", "PGSYSCONFDIR", "PGLOCALEDIR"}

    def test_a_second_process_is_told_who_holds_the_directory(self, postgres: EmbeddedPostgres) -> None:
        with pytest.raises(ServiceInUse, match=str(os.getpid())):
            EmbeddedPostgres(postgres.directory).start()
        assert postgres.ready()


class TestLog:
    @pytest.mark.parametrize("statement", FAILING.values(), ids=FAILING)
    def test_no_value_of_a_failed_statement_reaches_it(self, postgres: EmbeddedPostgres, statement: str) -> None:
        run_sql(
            postgres.url,
            "CREATE TABLE IF NOT EXISTS leads (id int PRIMARY KEY, email text CHECK (length(email) < 8))",
        )
        with pytest.raises(psycopg2.Error):
            run_sql(postgres.url, statement.replace("MARKER", MARKER))
        assert MARKER not in postgres.log_file.read_text()
        assert "ready to accept connections" in postgres.log_file.read_text()


class TestRestart:
    def test_keeps_data_port_and_password_and_takes_about_a_second(self, postgres: EmbeddedPostgres) -> None:
        run_sql(postgres.url, "CREATE TABLE kept AS SELECT 42 AS answer")
        url, admin_url = postgres.url, postgres.admin_url
        postgres.stop()
        assert not postgres.is_running()
        assert not postgres.ready()
        again = EmbeddedPostgres(postgres.directory, durable=False)
        started = time.monotonic()
        try:
            again.start()
            assert time.monotonic() - started < 3
            assert (again.url, again.admin_url) == (url, admin_url)
            assert run_sql(again.url, "SELECT answer FROM kept") == [(42,)]
        finally:
            again.stop()
        postgres.start()

    def test_comes_back_on_the_same_url_after_kill_9(
        self, postgres: EmbeddedPostgres, wait_until: Callable[..., None]
    ) -> None:
        run_sql(postgres.url, "CREATE TABLE survives AS SELECT 7 AS answer")
        url, pid = postgres.url, postgres.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not postgres.is_running())
        postgres.start()
        assert postgres.pid != pid
        assert postgres.url == url
        assert run_sql(url, "SELECT answer FROM survives") == [(7,)]

    def test_ends_a_backend_that_outlived_its_postmaster(
        self, postgres: EmbeddedPostgres, wait_until: Callable[..., None], has_ended: Callable[[int], bool]
    ) -> None:
        with closing(psycopg2.connect(postgres.url)) as connection:
            backend = connection.info.backend_pid
            # stopped, it cannot notice its postmaster's death, and its shared memory stays attached
            os.kill(backend, signal.SIGSTOP)
            assert postgres.pid is not None
            os.kill(postgres.pid, signal.SIGKILL)
            wait_until(lambda: not postgres.is_running())
            postgres.start()
            assert has_ended(backend)
            assert postgres.ready()

    def test_starts_although_the_pid_file_names_a_stranger(
        self, postgres: EmbeddedPostgres, wait_until: Callable[..., None]
    ) -> None:
        assert postgres.pid is not None
        os.kill(postgres.pid, signal.SIGKILL)
        wait_until(lambda: not postgres.is_running())
        pid_file = postgres.data_directory / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
        assert postgres.start().ready()


class TestPort:
    def test_a_restart_never_moves_and_a_fresh_start_does(self, postgres: EmbeddedPostgres) -> None:
        port = postgres.port
        postgres.stop()
        with closing(socket.create_server(("127.0.0.1", port))):
            with pytest.raises(ServicePortTaken, match=str(port)):
                postgres.start()
            fresh = EmbeddedPostgres(postgres.directory, durable=False)
            try:
                assert fresh.start().port != port
                assert fresh.ready()
            finally:
                fresh.stop()


class TestRefusals:
    def test_a_lost_password_names_the_ways_out_and_keeps_the_data(self, tmp_path: Path) -> None:
        service = EmbeddedPostgres(tmp_path / "postgres", durable=False)
        try:
            service.start().stop()
            state = tmp_path / "postgres" / "service.json"
            kept = state.read_text()
            state.unlink()
            with pytest.raises(EmbeddedServiceFailed, match=r"password .* restore .*service\.json, or remove"):
                EmbeddedPostgres(tmp_path / "postgres", durable=False).start()
            state.write_text(kept)
            assert service.start().ready()
        finally:
            service.destroy()

    def test_data_of_another_version_names_the_ways_out(self, tmp_path: Path) -> None:
        service = EmbeddedPostgres(tmp_path / "postgres", durable=False)
        try:
            service.start().stop()
            (service.data_directory / "PG_VERSION").write_text("9\n")
            with pytest.raises(EmbeddedServiceFailed, match=r"was made by PostgreSQL 9 .* set DATABASE_URL"):
                service.start()
            assert not service.is_running()
        finally:
            service.destroy()
        assert not (tmp_path / "postgres").exists()
