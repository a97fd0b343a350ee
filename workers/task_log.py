"""One line a task, however it ended: its name, id, state and milliseconds."""

from __future__ import annotations

import time
from typing import Any

import structlog
from celery import states

from shared.queue.transport import WORK_TASK

log = structlog.get_logger(__name__)

_started: dict[str, float] = {}


def note_start(task_id: str, **_: Any) -> None:
    """Remember when the task began."""
    _started[task_id] = time.monotonic()


def log_end(task_id: str, task: Any, state: str | None = None, **_: Any) -> None:
    """Write `task_ended`; the sweep and the index, every other second, only where somebody debugs or it failed."""
    started = _started.pop(task_id, None)
    ms = None if started is None else round((time.monotonic() - started) * 1000)
    told = {"task": task.name, "task_id": task_id, "state": state, "ms": ms}
    if state != states.SUCCESS:
        log.warning("task_ended", **told)
    elif task.name == WORK_TASK:
        log.info("task_ended", **told)
    else:
        log.debug("task_ended", **told)
