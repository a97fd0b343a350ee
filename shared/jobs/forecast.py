"""Arithmetic of an estimate: what leads will cost and how long they will take; pure code."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# a process of ours does not save more leads a second than this, however quick the provider is
OWN_SECONDS_A_LEAD = 0.0025


@dataclass(frozen=True, slots=True)
class LeadCost:
    """USD a lead, `low` <= `mean` <= `high`, and a sentence that says where they come from."""

    mean: Decimal
    low: Decimal
    high: Decimal
    basis: str


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Whole seconds, `low_seconds` <= `high_seconds`."""

    low_seconds: int
    high_seconds: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How quick calls are and how many run at once; `rate` is leads a second as seen now, None if nothing runs."""

    median_seconds: float
    high_seconds: float
    slots: int
    processes: int
    rate: float | None


def plain_tokens(texts: Sequence[str]) -> int:
    """About how many tokens these texts cost together: a quarter of their UTF-8 bytes, so of ASCII characters."""
    return math.ceil(sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 4)


def time_range(leads: int, *, ahead: int, pace: Pace) -> TimeRange:
    """How long so many calls take.

    Low: all slots are ours at the median latency. High: the `ahead` open leads of the queue end first, at the 90th
    percentile of latency or at the rate that is seen now, whichever is slower. Neither is under one call's time.
    """
    if leads == 0:
        return TimeRange(0, 1)
    own = OWN_SECONDS_A_LEAD / pace.processes
    quick = max(pace.median_seconds / pace.slots, own)
    slow = max(pace.high_seconds / pace.slots, own)
    if pace.rate:
        slow = max(slow, 1 / pace.rate)
    low = math.ceil(max(leads * quick, pace.median_seconds))
    return TimeRange(low, max(low, math.ceil(max((leads + ahead) * slow, pace.high_seconds))))
