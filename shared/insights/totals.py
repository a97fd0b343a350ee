"""Counts whole tables for the overview: at once while they are small, every few seconds once they are not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from shared.insights.repository import InsightRepository

# a count reads the whole of an index, some 10 ms for 100,000 rows, and every open tab asks every 2 s
BEHIND_SECONDS = 5.0
COUNTED_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Totals:
    """All leads, and all jobs that have ended."""

    leads: int
    ended_jobs: int


class TotalsCache:
    """Keeps the last totals that were large."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: tuple[float, Totals] | None = None
        self._lock = threading.Lock()

    def find(self) -> Totals | None:
        """Totals counted at most 5 s ago, if they were too large to be counted for everyone; else None."""
        with self._lock:
            kept = self._kept
        if kept is None or self._clock() - kept[0] >= BEHIND_SECONDS:
            return None
        return kept[1]

    def keep(self, totals: Totals) -> None:
        """Remember totals counted now; small ones are not kept."""
        large = max(totals.leads, totals.ended_jobs) > COUNTED_AT_ONCE
        with self._lock:
            self._kept = (self._clock(), totals) if large else None


# one for all requests of a process
_CACHE = TotalsCache()


def get_totals(insights: InsightRepository, *, cache: TotalsCache = _CACHE) -> Totals:
    """Exact, but up to 5 s behind once there are more than 10,000: a cache of this process keeps them so long."""
    totals = cache.find()
    if totals is None:
        totals = Totals(insights.count_leads(), insights.count_ended_jobs())
        cache.keep(totals)
    return totals
