"""How a transaction changes a job's counters."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True)
class JobDelta:
    """What to add to a job's counters.

    A claim also says so (only a workable job takes it), and whom it will ask, which settings may have changed. A cancel
    says so, too (only an open job takes it).
    """

    queued: int = 0
    in_progress: int = 0
    succeeded: int = 0
    failed: int = 0
    cancelled: int = 0
    cached: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cost_usd: Decimal = Decimal(0)
    took_items: bool = False
    cancels: bool = False
    provider: str | None = None
    model: str | None = None
