"""Reports failures to Sentry, where SENTRY_DSN says so: types, frames and ids, never a value, a body or a person.

What leaves is made from a list of what may; the SDK's own scrubbing is not relied upon.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any, cast

import sentry_sdk
from sentry_sdk.integrations import Integration
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.threading import ThreadingIntegration
from sentry_sdk.types import Event, Hint
from structlog.typing import EventDict, WrappedLogger

from shared.errors import SalesAgentError
from shared.settings import Settings

# what of an event may leave as the SDK made it
KEPT = ("event_id", "timestamp", "platform", "level", "release", "environment", "server_name", "sdk", "tags")
KEPT_OF_A_FRAME = ("filename", "abs_path", "function", "module", "lineno", "in_app")
KEPT_CONTEXTS = ("runtime", "os")
# a transaction named otherwise bears the path as it was asked for, with whatever a caller put into it
NAMED_BY_US = frozenset({"route", "task", "component"})
# what a log line says of a failure, besides ids
TOLD = frozenset({"event", "method", "route", "status", "code", "position", "queue"})
REPORTED_LEVELS = frozenset({"error", "critical"})
TAG_LENGTH = 200
PACKAGES = ["api", "cli", "shared", "workers"]


def start_sentry(settings: Settings, *, service: str, integrations: Sequence[Integration] = ()) -> None:
    """Report this process's failures from now on; without SENTRY_DSN nothing happens, now or later."""
    if settings.SENTRY_DSN is None:
        return
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN.get_secret_value(),
        release=f"sales-agent@{version('sales-agent')}",
        environment=settings.APP_ENV.value,
        before_send=scrub,
        before_breadcrumb=lambda *_: None,
        max_breadcrumbs=0,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        auto_session_tracking=False,
        send_client_reports=False,
        # those that the SDK would choose would write headers into our calls of the provider, and lines of ours down
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            AtexitIntegration(callback=lambda *_: None),
            DedupeIntegration(),
            ExcepthookIntegration(),
            ThreadingIntegration(propagate_scope=False),
            *integrations,
        ],
        in_app_include=PACKAGES,
    )
    # of the process: what is set otherwise stays in the thread that set it
    sentry_sdk.get_global_scope().set_tag("service", service)


def report_failure(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A step of every log line: what is logged as an error with its exception is reported, with the line's ids."""
    error = _exception_of(event.get("exc_info"))
    own = str(event.get("logger", "")).startswith("sentry_sdk")
    if error is None or own or event.get("level") not in REPORTED_LEVELS or not sentry_sdk.is_initialized():
        return event
    with sentry_sdk.new_scope() as scope:
        for name, value in event.items():
            if value is not None and (name in TOLD or name.endswith("_id")):
                scope.set_tag(name, str(value)[:TAG_LENGTH])
        scope.capture_exception(error)
    return event


def scrub(event: Event, hint: Hint) -> Event:
    """The event that may leave: the rest of what the SDK gathered, requests and values among it, stays here."""
    given = cast("Mapping[str, Any]", event)
    kept: dict[str, Any] = {name: given[name] for name in KEPT if name in given}
    if (given.get("transaction_info") or {}).get("source") in NAMED_BY_US:
        kept["transaction"] = given.get("transaction")
    contexts = given.get("contexts") or {}
    kept["contexts"] = {name: contexts[name] for name in KEPT_CONTEXTS if name in contexts}
    error = _exception_of(hint.get("exc_info"))
    sentences = {type(one).__name__: one.detail for one in _chain(error) if isinstance(one, SalesAgentError)}
    values = (given.get("exception") or {}).get("values") or []
    kept["exception"] = {"values": [_exception(value, sentences) for value in values]}
    return cast("Event", kept)


def _exception(value: Mapping[str, Any], sentences: Mapping[str, str]) -> dict[str, Any]:
    """One exception of the chain; only our own sentences are free of what was choked on."""
    frames = (value.get("stacktrace") or {}).get("frames") or []
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "value": sentences.get(str(value.get("type")), ""),
        "mechanism": {
            name: (value.get("mechanism") or {}).get(name, default)
            for name, default in (("type", "generic"), ("handled", True))
        },
        "stacktrace": {"frames": [{name: frame.get(name) for name in KEPT_OF_A_FRAME} for frame in frames]},
    }


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _exception_of(exc_info: object) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    error = exc_info[1] if isinstance(exc_info, tuple) and len(exc_info) == 3 else None
    return error if isinstance(error, BaseException) else None
