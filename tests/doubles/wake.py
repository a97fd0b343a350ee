"""A publisher that remembers what it was asked to say."""

from __future__ import annotations

import uuid

from shared.queue.names import Queue


class RecordedWakes:
    """Keeps (job, queue, runners) in order; `wakes` is called like `Publisher.wake`."""

    def __init__(self) -> None:
        self.sent: list[tuple[uuid.UUID, Queue, int]] = []

    def __call__(self, job_id: uuid.UUID, *, queue: Queue, runners: int = 1) -> None:
        self.sent.append((job_id, queue, runners))
