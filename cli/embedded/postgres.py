"""The embedded PostgreSQL."""

from __future__ import annotations

import shutil
import signal
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import sql

from cli.embedded.binaries import Programs, find_postgres, major_version
from cli.embedded.errors import EmbeddedServiceFailed
from cli.embedded.orphans import clear_foreign_pid_file, end_orphaned_backends, read_pid_file
from cli.embedded.place import give_to
from cli.embedded.ports import HOST
from cli.embedded.postgres_config import HBA, render_settings
from cli.embedded.private_file import write_private
from cli.embedded.process import run_to_end
from cli.embedded.run_as import Identity, RunAs
from cli.embedded.service import EmbeddedService

DATABASE = "sales_agent"
ROLE = "sales_agent"
SUPERUSER = "postgres"
BUILTIN_LOCALES_SINCE = 17


class EmbeddedPostgres(EmbeddedService):
    """A PostgreSQL with the database `sales_agent`, owned by a role that is no superuser but may create databases."""

    name = "postgres"
    # INT is PostgreSQL's fast shutdown: clients are cut off, data is written; QUIT leaves that to the next start
    death_signal = signal.SIGINT
    stop_signals = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0))

    def __init__(
        self,
        directory: Path,
        *,
        durable: bool = True,
        run_as: RunAs | None = None,
        log_file: Path | None = None,
        die_with_thread: bool | None = None,
    ) -> None:
        super().__init__(directory, run_as=run_as, log_file=log_file, die_with_thread=die_with_thread)
        self._durable = durable

    @property
    def url(self) -> str:
        """postgresql://… of the database `sales_agent`, as its owner."""
        return f"postgresql://{ROLE}:{self._known_state().password}@{HOST}:{self.port}/{DATABASE}"

    @property
    def admin_url(self) -> str:
        """postgresql://… of the database `postgres`, as the superuser."""
        return f"postgresql://{SUPERUSER}:{self._known_state().password}@{HOST}:{self.port}/postgres"

    def ready(self) -> bool:
        """Whether a client gets an answer to a query now."""
        try:
            with closing(psycopg2.connect(self.url, connect_timeout=2)) as connection, connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True

    def _find_programs(self) -> Programs:
        return find_postgres()

    def _initialise(self, programs: Programs, identity: Identity, data: Path) -> None:
        version_file = data / "PG_VERSION"
        if not version_file.exists():
            self._run_initdb(programs, identity, data)
            return
        made_by, here = int(version_file.read_text()), major_version(programs["postgres"])
        if made_by != here:
            raise EmbeddedServiceFailed(
                f"{data} was made by PostgreSQL {made_by} and here is PostgreSQL {here}; install the earlier one, "
                f"set DATABASE_URL, or remove {self.directory} to start with empty data."
            )

    def _run_initdb(self, programs: Programs, identity: Identity, data: Path) -> None:
        # beside the real one and renamed when whole: a half-made directory would pass for a finished one
        half, password_file = data.with_name("data.new"), data.with_name("password.new")
        if half.exists():
            shutil.rmtree(half)
        half.mkdir(mode=0o700)
        # a file, for the command line shows in `ps`
        write_private(password_file, self._known_state().password + "\n")
        for path in (half, password_file):
            give_to(path, identity)
        argv = [str(programs["initdb"]), "--pgdata", str(half), "--username", SUPERUSER, f"--pwfile={password_file}"]
        argv += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions"]
        if major_version(programs["postgres"]) >= BUILTIN_LOCALES_SINCE:
            argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        argv += [] if self._durable else ["--no-sync"]
        done = run_to_end(argv, identity=identity, cwd=half)
        password_file.unlink()
        if done.returncode != 0:
            shutil.rmtree(half)
            raise EmbeddedServiceFailed(f"initdb failed in {half}: {' '.join(done.stderr.split())[-600:]}")
        data.rmdir()
        half.rename(data)

    def _configure(self, data: Path, identity: Identity) -> bytes | None:
        texts = {"postgresql.conf": render_settings(port=self.port, durable=self._durable), "pg_hba.conf": HBA}
        for name, text in texts.items():
            # never through a link: we may be root here, and the directory is another user's
            write_private(data / name, text)
            give_to(data / name, identity)
        return None

    def _command(self, programs: Programs, data: Path) -> list[str]:
        return [str(programs["postgres"]), "-D", str(data)]

    def _clear_remains(self, programs: Programs, data: Path) -> None:
        end_orphaned_backends(data, programs["postgres"])
        clear_foreign_pid_file(data)

    def _is_up(self, data: Path) -> bool:
        # the file, not a connection: a refused one leaves a FATAL line in the log each time
        lines = read_pid_file(data)
        if len(lines) < 8 or lines[0] != str(self.pid) or lines[7] != "ready":
            return False
        try:
            self._ensure_database()
        except psycopg2.OperationalError:
            if not self.is_running():
                return False
            raise EmbeddedServiceFailed(
                f"postgres does not take the password that is kept for it; restore {self.directory}/service.json, "
                f"or remove {self.directory} to start with empty data."
            ) from None
        return True

    def _ensure_database(self) -> None:
        with closing(psycopg2.connect(self.admin_url, connect_timeout=5)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (ROLE,))
                if cursor.fetchone() is None:
                    cursor.execute(
                        sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                            sql.Identifier(ROLE), sql.Literal(self._known_state().password)
                        )
                    )
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
                if cursor.fetchone() is None:
                    cursor.execute(
                        sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
                    )
