"""Counts by tier are kept: of an ended job for good, of a large running one for 5 s."""

from __future__ import annotations

import uuid

import pytest

from shared.jobs.tiers import BEHIND_SECONDS, JobTiers, TierCache, TierCount

JOB = uuid.UUID(int=1)
FIRST = JobTiers(1, (TierCount("A", 1),))


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """A clock at 100 s."""
    return Clock()


@pytest.fixture
def cache(clock: Clock) -> TierCache:
    """A cache that knows one job's first version."""
    cache = TierCache(clock=clock)
    cache.keep(JOB, FIRST)
    return cache


class TestTierCache:
    def test_knows_nothing_of_other_jobs(self, cache: TierCache) -> None:
        assert cache.find(uuid.UUID(int=2), version=1, exact=False) is None

    def test_keeps_a_version_for_good(self, cache: TierCache, clock: Clock) -> None:
        clock.seconds += 100 * BEHIND_SECONDS
        assert cache.find(JOB, version=1, exact=True) is FIRST

    def test_is_a_little_behind_only_where_it_may(self, cache: TierCache, clock: Clock) -> None:
        clock.seconds += BEHIND_SECONDS - 0.1
        assert cache.find(JOB, version=2, exact=False) is FIRST
        assert cache.find(JOB, version=2, exact=True) is None
        clock.seconds += 0.1
        assert cache.find(JOB, version=2, exact=False) is None

    def test_forgets_what_was_counted_longest_ago(self, cache: TierCache) -> None:
        for number in range(2, 258):
            cache.keep(uuid.UUID(int=number), FIRST)
        assert cache.find(JOB, version=1, exact=True) is None
        assert cache.find(uuid.UUID(int=2), version=1, exact=True) is FIRST
