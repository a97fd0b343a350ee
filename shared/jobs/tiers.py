"""Counts the scored leads of a job by tier."""

from __future__ import annotations

import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.models import Job
from shared.jobs.result_repository import ResultRepository
from shared.jobs.states import ENDED_JOBS, JobStatus
from shared.leads.count import TierCount
from shared.profiles.content import order_tiers

# counting 10,000 leads takes up to 100 ms, and every open tab asks every 2 s
BEHIND_SECONDS = 5.0
# so few are counted anew whenever one ended
COUNTED_AT_ONCE = 1000
_JOBS_KEPT = 256


@dataclass(frozen=True, slots=True)
class JobTiers:
    """Every tier of the job's profile from high to low, then those that code gives; as of a version of the job."""

    version: int
    counts: Sequence[TierCount]


class TierCache:
    """Keeps the counts of the jobs that were asked for last."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[uuid.UUID, tuple[float, JobTiers]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, job_id: uuid.UUID, *, version: int, exact: bool) -> JobTiers | None:
        """The counts of this version or, unless they must be exact, of one at most 5 s ago; else None."""
        with self._lock:
            counted_at, tiers = self._kept.get(job_id, (0.0, None))
        if tiers is None or tiers.version == version:
            return tiers
        return None if exact or self._clock() - counted_at >= BEHIND_SECONDS else tiers

    def keep(self, job_id: uuid.UUID, tiers: JobTiers) -> None:
        """Remember counts made now, and forget those of the job that was counted longest ago."""
        with self._lock:
            self._kept[job_id] = (self._clock(), tiers)
            self._kept.move_to_end(job_id)
            if len(self._kept) > _JOBS_KEPT:
                self._kept.popitem(last=False)


# one for all requests of a process; every process of the API has its own
_CACHE = TierCache()


def get_tiers(uow: UnitOfWork, job: Job, *, cache: TierCache = _CACHE) -> JobTiers:
    """The job's scored leads by tier: exact, but up to 5 s behind while a job of more than 1,000 leads runs.

    What was counted is kept for all requests of this process, in `_CACHE`, unless another cache is given.
    """
    exact = JobStatus(job.status) in ENDED_JOBS or job.total <= COUNTED_AT_ONCE
    tiers = cache.find(job.id, version=job.version, exact=exact)
    if tiers is None:
        tiers = JobTiers(job.version, _count(uow, job))
        cache.keep(job.id, tiers)
    return tiers


def _count(uow: UnitOfWork, job: Job) -> list[TierCount]:
    results = ResultRepository(uow.session)
    counts = results.count_tiers(job.id) if job.succeeded else {}
    return [
        TierCount(name, counts.get(name, 0)) for name in order_tiers(results.list_tiers(job.profile_version_id), counts)
    ]
