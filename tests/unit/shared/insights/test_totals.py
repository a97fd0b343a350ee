"""Totals: exact while they are small; large ones are kept for 5 s."""

from __future__ import annotations

import pytest

from shared.insights.totals import BEHIND_SECONDS, COUNTED_AT_ONCE, Totals, TotalsCache


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class TestTotalsCache:
    def test_knows_nothing_at_first(self) -> None:
        assert TotalsCache().find() is None

    def test_keeps_no_small_ones(self) -> None:
        cache = TotalsCache()
        cache.keep(Totals(COUNTED_AT_ONCE, COUNTED_AT_ONCE))
        assert cache.find() is None

    @pytest.mark.parametrize("large", [Totals(COUNTED_AT_ONCE + 1, 0), Totals(0, COUNTED_AT_ONCE + 1)])
    def test_keeps_large_ones_for_5_seconds(self, large: Totals) -> None:
        clock = Clock()
        cache = TotalsCache(clock=clock)
        cache.keep(large)
        clock.seconds += BEHIND_SECONDS - 0.1
        assert cache.find() == large
        clock.seconds += 0.1
        assert cache.find() is None

    def test_forgets_large_ones_once_they_are_small(self) -> None:
        cache = TotalsCache()
        cache.keep(Totals(COUNTED_AT_ONCE + 1, 0))
        cache.keep(Totals(1, 0))
        assert cache.find() is None
