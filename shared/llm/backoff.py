"""How long a lead waits before it is asked about again."""

from __future__ import annotations

from collections.abc import Callable

BASE_SECONDS = 0.5
CAP_SECONDS = 30.0
_DOUBLINGS = 6  # 0.5 s doubled six times is over the cap; more would only make huge numbers


def backoff_seconds(attempt: int, *, retry_after: float | None, random: Callable[[], float]) -> float:
    """Seconds to wait after the `attempt`-th try (from 1): full jitter over 0.5 s doubled each try, at most 30 s.

    A provider's `retry_after` (seconds) is waited out in full and the jitter comes on top, so that leads that were
    sent away together do not come back together. `random` returns a float in [0, 1). Raises ValueError below try 1.
    """
    if attempt < 1:
        raise ValueError("attempts are counted from 1")
    jitter = random() * min(CAP_SECONDS, BASE_SECONDS * 2.0 ** min(attempt - 1, _DOUBLINGS))
    return jitter if retry_after is None else max(0.0, retry_after) + jitter
