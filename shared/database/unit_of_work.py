"""The unit of work: one transaction, opened by an edge, with messages that leave only after the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from shared.database.engine import get_engine
from shared.database.errors import DatabaseConnectionError


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


UowFactory = Callable[[], "contextmanager[UnitOfWork]"]  # type: ignore[valid-type]


def is_connection_fault(error: BaseException) -> bool:
    """Whether an error means that PostgreSQL is away rather than that a statement is wrong."""
    if isinstance(error, PoolTimeout | InterfaceError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError)


@contextmanager
def unit_of_work(engine: Engine | None = None) -> Iterator[UnitOfWork]:
    """One transaction: commits when the block ends well, then runs what waits for the commit; else rolls back.

    Raises DatabaseConnectionError, without the driver's text, when PostgreSQL is away.
    """
    try:
        with Session(engine or get_engine(), expire_on_commit=False, autoflush=False) as session:
            uow = UnitOfWork(session)
            with session.begin():
                yield uow
    except (PoolTimeout, InterfaceError, OperationalError, DBAPIError) as error:
        if is_connection_fault(error):
            raise DatabaseConnectionError("The database is not reachable right now.") from None
        raise
    uow.run_after_commit()
