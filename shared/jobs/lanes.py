"""How the slices of one process share its call slots: evenly, with a few items claimed ahead."""

from __future__ import annotations

import threading
import uuid
from collections import Counter

# items claimed beyond the slots, so that a slot that ends finds the next call ready
AHEAD_SHARE = 0.5
AHEAD_LEAST = 4


class Lanes:
    """Counts what each job has outstanding in this process, and how much more it may claim."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self.capacity = slots + max(AHEAD_LEAST, int(slots * AHEAD_SHARE))
        self._open: set[uuid.UUID] = set()
        self._outstanding: Counter[uuid.UUID] = Counter()
        self._changed = threading.Condition()

    def enter(self, job_id: uuid.UUID) -> bool:
        """Open the job's lane; False when this process already serves the job."""
        with self._changed:
            if job_id in self._open:
                return False
            self._open.add(job_id)
            return True

    def leave(self, job_id: uuid.UUID) -> None:
        """Close the job's lane; its calls in flight go on."""
        with self._changed:
            self._open.discard(job_id)
            self._changed.notify_all()

    def is_open(self, job_id: uuid.UUID) -> bool:
        """Whether a slice of this process serves the job right now."""
        with self._changed:
            return job_id in self._open

    def reserve(self, job_id: uuid.UUID, *, at_most_seconds: float) -> int:
        """Wait until a claim is worth its transaction, or the time is over; the room then, already counted as taken.

        Room is at most the job's share of what the process can hold; what a claim does not fill is given back.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._room(job_id) >= max(1, self._share() // 4), timeout=at_most_seconds)
            room = self._room(job_id)
            self._outstanding[job_id] += room
            return room

    def give_back(self, job_id: uuid.UUID, count: int) -> None:
        """Free room that was reserved and is not filled."""
        with self._changed:
            self._take_off(job_id, count)

    def end(self, job_id: uuid.UUID) -> None:
        """Count one item whose call has ended; its slot stays taken until it is saved."""
        with self._changed:
            self._take_off(job_id, 1)

    def outstanding(self, job_id: uuid.UUID | None = None) -> int:
        """Items reserved or handed over and not yet ended, of one job or of all."""
        with self._changed:
            return self._outstanding.total() if job_id is None else self._outstanding[job_id]

    def _share(self) -> int:
        return max(1, self.capacity // max(1, len(self._open)))

    def _room(self, job_id: uuid.UUID) -> int:
        free = self.capacity - self._outstanding.total()
        return max(0, min(self._share() - self._outstanding[job_id], free))

    def _take_off(self, job_id: uuid.UUID, count: int) -> None:
        self._outstanding[job_id] -= count
        if self._outstanding[job_id] <= 0:
            del self._outstanding[job_id]
        self._changed.notify_all()
