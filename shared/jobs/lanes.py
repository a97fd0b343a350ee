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

    def share(self) -> int:
        """How many outstanding items each open lane may have."""
        return max(1, self.capacity // max(1, len(self._open)))

    def room(self, job_id: uuid.UUID) -> int:
        """How many items the job may claim now; bounded by its share and by what the process can hold."""
        with self._changed:
            return self._room(job_id)

    def _room(self, job_id: uuid.UUID) -> int:
        free = self.capacity - self._outstanding.total()
        return max(0, min(self.share() - self._outstanding[job_id], free))

    def wait_for_room(self, job_id: uuid.UUID, *, worthwhile: int, at_most_seconds: float) -> int:
        """Wait until a claim of `worthwhile` items fits, or the time is over; returns the room then."""
        with self._changed:
            self._changed.wait_for(lambda: self._room(job_id) >= worthwhile, timeout=at_most_seconds)
            return self._room(job_id)

    def add(self, job_id: uuid.UUID, count: int) -> None:
        """Count items that were handed to the process."""
        with self._changed:
            self._outstanding[job_id] += count

    def end(self, job_id: uuid.UUID) -> None:
        """Count one item whose call has ended; its slot stays taken until it is saved."""
        with self._changed:
            self._outstanding[job_id] -= 1
            if self._outstanding[job_id] <= 0:
                del self._outstanding[job_id]
            self._changed.notify_all()

    def outstanding(self, job_id: uuid.UUID | None = None) -> int:
        """Items handed over and not yet ended, of one job or of all."""
        with self._changed:
            return self._outstanding.total() if job_id is None else self._outstanding[job_id]
