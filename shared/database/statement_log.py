"""One line for each statement that is slow or fails: its first words, rows and milliseconds, never its parameters."""

from __future__ import annotations

import time
from typing import Any

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
        ms = _elapsed_ms(connection)
        if ms >= SLOW_MS:
            log.warning("statement_slow", name=statement_name(statement), rows=cursor.rowcount, ms=ms)

    @event.listens_for(engine, "handle_error")
    def _log_failure(context: ExceptionContext) -> None:
        if context.statement is None or context.connection is None:
            return
        log.warning(
            "statement_failed",
            name=statement_name(context.statement),
            error=type(context.original_exception).__name__,
            sqlstate=getattr(context.original_exception, "pgcode", None),
            ms=_elapsed_ms(context.connection),
        )


def _elapsed_ms(connection: Connection) -> int:
    started = connection.info.get(_STARTED)
    return 0 if started is None else round((time.perf_counter() - started) * 1000)
