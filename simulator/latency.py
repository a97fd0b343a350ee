"""How long an answer takes: a log-normal spread, fixed by its median and its 99th percentile."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

_NORMAL = NormalDist()
_Z_99 = _NORMAL.inv_cdf(0.99)
# The draw itself may be 0, where the inverse has no value.
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds; a 99th percentile at or under the median means no spread, a median of 0 no wait at all."""

    median_ms: float = 0.0
    p99_ms: float = 0.0

    @property
    def waits(self) -> bool:
        """Whether any answer takes time."""
        return self.median_ms > 0

    def seconds(self, share: float) -> float:
        """The time under which the given share (0 to 1) of answers stays."""
        if not self.waits or self.p99_ms <= self.median_ms:
            return self.median_ms / 1000
        sigma = math.log(self.p99_ms / self.median_ms) / _Z_99
        return self.median_ms / 1000 * math.exp(sigma * _NORMAL.inv_cdf(min(max(share, _LEAST), 1 - _LEAST)))
