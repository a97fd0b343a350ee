"""The one WorkerProcess of this operating-system process: built at start, stopped in good order."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from shared.database.engine import get_engine, wait_for_database
from shared.database.unit_of_work import unit_of_work
from shared.jobs.process import WorkerProcess
from shared.llm.client import LlmClient
from shared.queue.publish import get_publisher
from shared.settings import Settings

SWITCH_INTERVAL_SECONDS = 0.0005


class _Life:
    process: WorkerProcess | None = None
    stop_asked_at: float | None = None


def start(settings: Settings, *, queues: Sequence[str]) -> None:
    """Build the process once the database answers; called before the first task, never before a fork."""
    wait_for_database(get_engine())
    # with many call threads the saver waits up to this long for the interpreter after every answer of PostgreSQL
    sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
    client = LlmClient(
        base_url=settings.CEREBRAS_BASE_URL,
        api_key=settings.CEREBRAS_API_KEY.get_secret_value(),
        slots=settings.WORKER_CALL_SLOTS,
        connect_timeout_seconds=settings.LLM_CONNECT_TIMEOUT_SECONDS,
        total_deadline_seconds=settings.LLM_TOTAL_DEADLINE_SECONDS,
    )
    _Life.process = WorkerProcess(
        settings, uow_factory=unit_of_work, client=client, wake=get_publisher().wake, queues=queues
    )


def current_process() -> WorkerProcess:
    """The process of this worker; only inside a running worker."""
    if _Life.process is None:
        raise RuntimeError("the worker process has not been started")
    return _Life.process


def stop_claiming() -> None:
    """Called inside the signal handler: note the time, let slices end."""
    if _Life.process is not None and _Life.stop_asked_at is None:
        _Life.stop_asked_at = time.monotonic()
        _Life.process.stopping.set()


def stop() -> None:
    """Wait for calls in flight within the grace that began with the signal, then stop."""
    process = _Life.process
    if process is None:
        return
    asked_at = _Life.stop_asked_at if _Life.stop_asked_at is not None else time.monotonic()
    grace = process.settings.STOP_GRACE_SECONDS - (time.monotonic() - asked_at)
    process.stop(grace_seconds=max(0.0, grace))
    _Life.process = None
