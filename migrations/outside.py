"""Steps that must not share one transaction: indexes built beside running writers, and rows filled in by the batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op
from sqlalchemy import Connection, text

# Building beside writers waits for every older transaction, and nobody waits behind it: that may take its time.
_PATIENT = ("SET lock_timeout = '10min'", "SET statement_timeout = '2h'")


@contextmanager
def outside_transaction() -> Iterator[Connection]:
    """A connection on which every statement is a transaction of its own; what the migration did before is committed."""
    with op.get_context().autocommit_block():
        yield op.get_bind()


@contextmanager
def patiently() -> Iterator[None]:
    """The same with long time-outs, for indexes that are built or dropped CONCURRENTLY; the short ones come back."""
    with outside_transaction() as connection:
        names = ("lock_timeout", "statement_timeout")
        before = {name: connection.scalar(text("SELECT current_setting(:name)"), {"name": name}) for name in names}
        for statement in _PATIENT:
            connection.execute(text(statement))
        try:
            yield
        finally:
            for name, value in before.items():
                connection.execute(text("SELECT set_config(:name, :value, false)"), {"name": name, "value": value})


def drop_remains(index: str) -> None:
    """Drop what a build that was broken off has left: an index that is kept up and never used."""
    op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index}")
