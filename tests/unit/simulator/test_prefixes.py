"""The stand-in's prompt cache."""

from __future__ import annotations

from simulator.prefixes import LIFETIME_SECONDS, SeenPrefixes


class TestSeenPrefixes:
    def test_counts_whole_blocks_from_the_second_time_on(self) -> None:
        seen = SeenPrefixes()
        assert seen.cached_tokens("m", "prefix", 700, now=0) == 0
        assert seen.cached_tokens("m", "prefix", 700, now=1) == 640
        assert seen.cached_tokens("other", "prefix", 700, now=1) == 0

    def test_forgets_after_its_lifetime_since_the_last_use(self) -> None:
        seen = SeenPrefixes()
        for now in (0.0, LIFETIME_SECONDS, 2 * LIFETIME_SECONDS):
            last = seen.cached_tokens("m", "prefix", 128, now=now)
        assert last == 128
        assert seen.cached_tokens("m", "prefix", 128, now=3 * LIFETIME_SECONDS + 1) == 0

    def test_holds_a_bounded_number(self) -> None:
        seen = SeenPrefixes()
        seen.cached_tokens("m", "first", 128, now=0)
        for number in range(1024):
            seen.cached_tokens("m", f"{number}", 128, now=1)
        assert seen.cached_tokens("m", "first", 128, now=2) == 0
