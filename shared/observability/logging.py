"""JSON log lines: a constant event and keywords, one request id throughout, never a value from a failing frame."""

from __future__ import annotations

import logging
import logging.config
import sys
import traceback
from typing import Any, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from shared.observability.sentry import report_failure
from shared.settings import Settings

# gunicorn goes on with the request line or path, which may be the rest of a body
QUOTING_BEGINNINGS = ("Invalid request", "Error handling request")

# libraries that are chatty below these levels; urllib3 would write URLs, SQLAlchemy every statement
LEAST_LEVELS = {
    "alembic": "WARNING",
    "asyncio": "INFO",
    "celery": "INFO",
    # our own lines say what a slice and a sweep did
    "celery.app.trace": "WARNING",
    "celery.beat": "WARNING",
    "celery.worker.strategy": "WARNING",
    "kombu": "INFO",
    "redis": "INFO",
    "sqlalchemy": "WARNING",
    "urllib3": "INFO",
}


def frames_of(error: BaseException) -> list[str]:
    """Where an exception came from, as file:line in function; no local values, no source text."""
    return [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]


def _exception_itself(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Put the exception that is being handled in the place of `exc_info=True`."""
    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()
    return event


def _exception_without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by the exception's type and frames; its text may quote what it choked on."""
    exc_info = event.pop("exc_info", None)
    error = exc_info if isinstance(exc_info, BaseException) else (exc_info[1] if isinstance(exc_info, tuple) else None)
    if error is not None:
        chain: list[dict[str, Any]] = []
        seen: set[int] = set()
        current: BaseException | None = error
        while current is not None and id(current) not in seen:
            seen.add(id(current))
            chain.append({"type": type(current).__qualname__, "frames": frames_of(current)})
            current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        event["exception"] = chain
    return event


def _without_quoting(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Cut library lines that quote what they choked on: a task's exception, a request that cannot be read."""
    if event.get("logger") == "celery.app.trace":
        event["event"] = "task_failed"
        event.pop("data", None)
    for beginning in QUOTING_BEGINNINGS:
        if str(event.get("event", "")).startswith(beginning):
            event["event"] = beginning
    return event


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _exception_itself,
        report_failure,
        _exception_without_values,
    ]


def configure_logging(settings: Settings, *, service: str) -> None:
    """Send every logger of the process, ours and the libraries', to standard error as JSON lines.

    `service` (api, worker, beat, cli) is on every line.
    """

    def add_service(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["service"] = service
        return event

    processors = [*_shared_processors(), cast("Processor", add_service)]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *processors,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    level = settings.log_level.value
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": [structlog.stdlib.ExtraAdder(), *processors, _without_quoting],
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.JSONRenderer(),
                    ],
                }
            },
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}
            },
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {name: {"level": least} for name, least in LEAST_LEVELS.items()},
        }
    )
