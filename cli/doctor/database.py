"""The database: whether it answers, has every migration, and what the clock on its machine says."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from cli.doctor.finding import Finding, faulty, unseen, well
from cli.doctor.reach import listens, place_of
from cli.doctor.surroundings import Surroundings
from shared.database.engine import CONNECT_TIMEOUT_SECONDS, driver_url
from shared.database.errors import DatabaseConnectionError
from shared.database.unit_of_work import UnitOfWork, unit_of_work

LEAST_VERSION = 15
DEFAULT_PORT = 5432
MIGRATIONS_SECONDS = 60.0
# exit codes of `python -m migrations --check`
AT_HEAD, BEHIND = 0, 3
# half a second over the network is no matter; from here on expiry times and certificates are
SKEW_SECONDS = 5.0


@contextmanager
def database_work(url: str) -> Iterator[UnitOfWork]:
    """One transaction over a connection of its own; raises DatabaseConnectionError."""
    engine = _engine(url)
    try:
        with unit_of_work(engine) as uow:
            yield uow
    finally:
        engine.dispose()


def examine_database(around: Surroundings) -> Finding:
    """Whether PostgreSQL answers a query, and in how many milliseconds."""
    check, url = "database", around.database_url
    if url is None:
        return faulty(check, "no database is known here", remedy="Start `sales-agent up`, or set DATABASE_URL.")
    place = place_of(url, port=DEFAULT_PORT)
    if place is None or not url.startswith("postgres"):
        return faulty(
            check,
            "DATABASE_URL is no address of a PostgreSQL database",
            remedy="It looks like postgresql://user:password@host:5432/name.",
        )
    host = f"{place[0]}:{place[1]}"
    if not listens(place):
        return faulty(check, f"nobody listens at {host}", remedy=_how_to_start(around))
    try:
        started = time.monotonic()
        with database_work(url) as uow:
            number = int(uow.session.scalar(text("SHOW server_version_num")) or 0)
        ms = (time.monotonic() - started) * 1000
    except (DatabaseConnectionError, ArgumentError, ValueError):
        return faulty(
            check,
            f"somebody listens at {host} and does not let us in",
            remedy="Compare user, password and database name in DATABASE_URL with the server's; "
            "if they are right, the server has no connection left (max_connections).",
        )
    version = f"PostgreSQL {number // 10_000}.{number % 10_000}"
    if number < LEAST_VERSION * 10_000:
        return faulty(
            check, f"{version} answers at {host}", remedy=f"PostgreSQL {LEAST_VERSION} or newer is needed: upgrade it."
        )
    return well(check, f"{version} answers at {host}, in {ms:.0f} ms")


def examine_migrations(around: Surroundings) -> Finding:
    """Whether the database has every migration of this version; the migrations themselves are asked."""
    check = "migrations"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "migrations", "--check"],
            env={**os.environ, "DATABASE_URL": around.database_url or ""},
            capture_output=True,
            text=True,
            timeout=MIGRATIONS_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return unseen(check, f"the database did not say within {MIGRATIONS_SECONDS:.0f} s")
    said = done.stdout.strip()
    if done.returncode == AT_HEAD:
        return well(check, said)
    if done.returncode == BEHIND:
        how = "`sales-agent up` brings it up to date at its start" if around.is_local else "Run `python -m migrations`"
        return faulty(check, said, remedy=f"{how}; workers and API of this version need it.")
    return faulty(
        check,
        said or "the migrations cannot be read",
        remedy="Run the version of Sales Agent that this database belongs to, or install this one anew.",
    )


def _utc_now() -> datetime:
    return datetime.now(UTC)


def examine_clock(around: Surroundings, *, now: Callable[[], datetime] = _utc_now) -> Finding:
    """How far this machine's clock is from that of the database, by which leases and heartbeats go."""
    check = "clock"
    with database_work(around.database_url or "") as uow:
        before = now()
        theirs = uow.session.scalar(text("SELECT clock_timestamp()"))
        after = now()
    if not isinstance(theirs, datetime):
        return unseen(check, "the database tells no time")
    doubt = (after - before).total_seconds() / 2
    ahead = (before - theirs).total_seconds() + doubt
    said = f"this machine is {abs(ahead):.1f} s {'ahead of' if ahead > 0 else 'behind'} the database"
    if abs(ahead) - doubt <= SKEW_SECONDS:
        return well(check, said)
    return faulty(check, said, remedy="Set both machines' clocks by NTP (timedatectl set-ntp true).")


def _engine(url: str) -> Engine:
    return create_engine(
        driver_url(url),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS},
    )


def _how_to_start(around: Surroundings) -> str:
    if around.is_local:
        return f"Start `sales-agent up`; if it runs, {around.logs_of('postgres')} says why its PostgreSQL does not."
    return "Start PostgreSQL there, or mend DATABASE_URL. With compose: docker compose ps postgres."
