"""The queues: small jobs never wait behind large ones."""

from __future__ import annotations

from enum import StrEnum


class Queue(StrEnum):
    """Celery queues that carry wake-ups of jobs."""

    INTERACTIVE = "interactive"
    BULK = "bulk"
