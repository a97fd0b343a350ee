"""Tells which migrations a database lacks, without changing it."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine, pool
from sqlalchemy.exc import OperationalError

from migrations.upgrade import alembic_config
from shared.database.engine import CONNECT_TIMEOUT_SECONDS, driver_url

AT_HEAD, NOT_REACHED, BEHIND, FOREIGN = 0, 2, 3, 4


def check(database_url: str) -> int:
    """Print where the database stands, in a line, and return the exit code that says so."""
    scripts = ScriptDirectory.from_config(alembic_config(database_url))
    newest = scripts.get_current_head()
    try:
        current = _current(database_url)
    except OperationalError:
        return _say(NOT_REACHED, "the database does not answer")
    if current == newest:
        return _say(AT_HEAD, f"the database is at the newest, {newest}")
    try:
        scripts.get_revision(current or "base")
    except CommandError:
        return _say(FOREIGN, f"the database is at {current}, which this version does not know; its newest is {newest}")
    lacking = sorted(script.revision for script in scripts.iterate_revisions("head", current or "base"))
    return _say(BEHIND, f"the database is at {current or 'none'} and lacks {', '.join(lacking)}")


def _current(database_url: str) -> str | None:
    engine = create_engine(
        driver_url(database_url),
        poolclass=pool.NullPool,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS},
    )
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def _say(code: int, sentence: str) -> int:
    print(sentence)  # noqa: T201 - who asked reads it
    return code
