"""One line for each statement that is slow or fails: its first words, rows and milliseconds, never its parameters."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import structlog
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext

log = structlog.get_logger(__name__)

SLOW_MS = 500
NAME_LENGTH = 80
_STARTED = "statement_started"


def statement_name(statement: str) -> str:
    """The first words of a statement; values are bound apart from it and so never in it."""
    return " ".join(statement.split())[:NAME_LENGTH]


def log_statements(engine: Engine) -> None:
    """Write `statement_slow` from 500 ms on, and `statement_failed`, for every statement of the engine."""

    @event.listens_for(engine, "before_cursor_execute")
    def _note_start(connection: Connection, *_: Any) -> None:
        connection.info[_STARTED] = time.perf_counter()

    @event.listens_for(engine, "after_cursor_execute")
    def _log_if_slow(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        _tell_if_slow(statement, cursor, _elapsed_ms(connection))

    @event.listens_for(engine, "handle_error")
    def _log_failure(context: ExceptionContext) -> None:
        if context.statement is None or context.connection is None:
            return
        _tell_failure(context.statement, context.original_exception, _elapsed_ms(context.connection))


@contextmanager
def logged(statement: str, cursor: Any) -> Iterator[None]:
    """The same lines for a statement that goes to the driver directly, as COPY does."""
    started = time.perf_counter()
    try:
        yield
    except psycopg2.Error as error:
        _tell_failure(statement, error, _ms_since(started))
        raise
    _tell_if_slow(statement, cursor, _ms_since(started))


def _tell_if_slow(statement: str, cursor: Any, ms: int) -> None:
    if ms >= SLOW_MS:
        log.warning("statement_slow", name=statement_name(statement), rows=cursor.rowcount, ms=ms)


def _tell_failure(statement: str, error: BaseException, ms: int) -> None:
    log.warning(
        "statement_failed",
        name=statement_name(statement),
        error=type(error).__name__,
        sqlstate=getattr(error, "pgcode", None),
        ms=ms,
    )


def _elapsed_ms(connection: Connection) -> int:
    started = connection.info.get(_STARTED)
    return 0 if started is None else _ms_since(started)


def _ms_since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
