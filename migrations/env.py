"""How Alembic runs here: one connection, an advisory lock, short time-outs, DATABASE_URL as the only source."""

from __future__ import annotations

import time

from alembic import context
from sqlalchemy import Connection, create_engine, pool, text

import migrations.tables  # noqa: F401 - fills the metadata
from shared.database.base import Base
from shared.database.engine import driver_url

# two processes that start together must not migrate together
MIGRATION_LOCK = 7_305_001
ASK_AGAIN_SECONDS = 0.2


def run() -> None:
    """Upgrade over a connection of its own."""
    url = context.config.get_main_option("sqlalchemy.url")
    if not url:
        raise SystemExit("Set DATABASE_URL to migrate a database.")
    engine = create_engine(driver_url(url), poolclass=pool.NullPool, hide_parameters=True)
    with engine.connect() as connection:
        _wait_for_turn(connection)
        # a migration waits briefly for locks and then gives up, rather than stopping every query behind it
        connection.execute(text("SET lock_timeout = '4s'"))
        connection.execute(text("SET statement_timeout = '60s'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            # a migration that is done stays done, and one may leave its transaction without ending that of another
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


def _wait_for_turn(connection: Connection) -> None:
    """Take the lock, asking again and again, for as long as another process migrates.

    Whoever waits inside a statement keeps a snapshot, and an index that is built CONCURRENTLY waits for all of these:
    the two would wait for each other.
    """
    while not connection.scalar(text(f"SELECT pg_try_advisory_lock({MIGRATION_LOCK})")):
        connection.rollback()
        time.sleep(ASK_AGAIN_SECONDS)


run()
