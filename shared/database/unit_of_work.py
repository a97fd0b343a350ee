"""The unit of work: one transaction, opened by an edge, with messages that leave only after the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg2
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from shared.database.engine import get_engine
from shared.database.errors import DatabaseConnectionError, DatabaseStatementError


class UnitOfWork:
    """A session and what is to be done once its transaction has committed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._after_commit: list[Callable[[], None]] = []

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run `action` after the commit; a rollback forgets it. The action must not raise."""
        self._after_commit.append(action)

    def run_after_commit(self) -> None:
        """Run what was collected, in order; called by the edge."""
        for action in self._after_commit:
            action()


# connection faults and shutdowns; too many connections, deadlock, serialisation, lock not available
PASSING_CLASSES = frozenset({"08", "57"})
PASSING_STATES = frozenset({"53300", "40P01", "40001", "55P03"})

UowFactory = Callable[[], AbstractContextManager[UnitOfWork]]


def translated(
    error: DBAPIError | PoolTimeout | psycopg2.Error,
) -> DatabaseConnectionError | DatabaseStatementError:
    """The error of ours for a driver's error, without its text."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    away = (PoolTimeout, InterfaceError, OperationalError, psycopg2.OperationalError, psycopg2.InterfaceError)
    state = getattr(origin, "pgcode", None)
    # a full disk or a limit is an OperationalError, too, and trying it again for ever would hold everything up
    passing = state is None or state[:2] in PASSING_CLASSES or state in PASSING_STATES
    if getattr(error, "connection_invalidated", False) or (isinstance(error, away) and passing):
        return DatabaseConnectionError("The database is not reachable right now.")
    return DatabaseStatementError(
        sqlstate=getattr(origin, "pgcode", None),
        constraint=getattr(getattr(origin, "diag", None), "constraint_name", None),
        kind=type(origin).__name__,
    )


@contextmanager
def unit_of_work(engine: Engine | None = None) -> Iterator[UnitOfWork]:
    """One transaction: commits when the block ends well, then runs what waits for the commit; else rolls back.

    Raises DatabaseConnectionError when PostgreSQL is away, DatabaseStatementError when a statement is at fault.
    """
    try:
        with Session(engine or get_engine(), expire_on_commit=False, autoflush=False) as session:
            uow = UnitOfWork(session)
            with session.begin():
                yield uow
    except (PoolTimeout, DBAPIError, psycopg2.Error) as error:  # COPY goes to the driver directly
        raise translated(error).with_traceback(error.__traceback__) from None
    uow.run_after_commit()
