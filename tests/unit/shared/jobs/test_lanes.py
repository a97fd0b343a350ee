"""Lanes: an even share for each job, never more than the process can hold, and nothing taken twice."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.jobs.lanes import Lanes


@pytest.fixture
def lanes() -> Lanes:
    """Eight slots, and four items ahead."""
    return Lanes(8)


class TestLanes:
    def test_one_job_may_fill_all_and_a_little_ahead(self, lanes: Lanes) -> None:
        job = uuid.uuid4()
        lanes.enter(job)
        assert lanes.reserve(job, at_most_seconds=0.1) == 12
        assert lanes.reserve(job, at_most_seconds=0.01) == 0

    def test_two_jobs_share_evenly(self, lanes: Lanes) -> None:
        first, second = uuid.uuid4(), uuid.uuid4()
        lanes.enter(first)
        lanes.enter(second)
        assert [lanes.reserve(job, at_most_seconds=0.1) for job in (first, second)] == [6, 6]

    def test_a_process_has_one_lane_a_job(self, lanes: Lanes) -> None:
        job = uuid.uuid4()
        assert [lanes.enter(job), lanes.enter(job)] == [True, False]
        lanes.leave(job)
        assert lanes.enter(job)

    def test_what_a_claim_does_not_fill_is_free_again(self, lanes: Lanes) -> None:
        job = uuid.uuid4()
        lanes.enter(job)
        lanes.give_back(job, lanes.reserve(job, at_most_seconds=0.1) - 2)
        assert lanes.outstanding(job) == 2
        lanes.end(job)
        lanes.end(job)
        assert lanes.outstanding() == 0

    def test_jobs_that_reserve_at_once_never_get_more_than_there_is(self, lanes: Lanes) -> None:
        jobs = [uuid.uuid4() for _ in range(6)]
        for job in jobs:
            lanes.enter(job)
        with ThreadPoolExecutor(6) as pool:
            rooms = list(pool.map(lambda job: lanes.reserve(job, at_most_seconds=0.05), jobs * 5))
        assert sum(rooms) == lanes.outstanding() == lanes.capacity
