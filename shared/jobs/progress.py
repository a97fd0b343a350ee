"""How far a job is, how fast it goes and when it will end; pure code over one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.jobs.states import ENDED_JOBS, WORKABLE_JOBS, JobStatus, WaitingOn

if TYPE_CHECKING:
    from shared.jobs.models import Job

# below either, a rate says more about the start than about the job
RATE_NEEDS = timedelta(seconds=1)
ETA_NEEDS_ENDED = 30
ETA_NEEDS = timedelta(seconds=10)
STALLED_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Progress:
    """Percent is 0 to 100, rounded down to a tenth; rate counts judged leads over the last `rate_seconds`."""

    percent: float
    ended: int
    rate_per_minute: float | None
    rate_seconds: int | None
    eta_seconds: int | None
    stalled: bool
    waiting_on: WaitingOn | None = None


def progress_of(job: Job, *, now: datetime, waiting_on: WaitingOn | None = None) -> Progress:
    """The progress of a job; all but the last two follows from the row alone, so `version` with these is its ETag."""
    ended = job.succeeded + job.failed + job.cancelled + job.expired
    stalled = _is_stalled(job, now)
    # leads that were cancelled ended without work
    is_paused = JobStatus(job.status) is JobStatus.PAUSED
    rate, seconds = (None, None) if stalled or is_paused else _rate_per_minute(job, job.succeeded + job.failed)
    return Progress(
        # in whole numbers, so that 100 is said only when nothing is left
        percent=(ended * 1000 // job.total) / 10,
        ended=ended,
        rate_per_minute=None if rate is None else round(rate, 1),
        rate_seconds=None if seconds is None else round(seconds),
        eta_seconds=_eta_seconds(job, ended, rate),
        stalled=stalled,
        waiting_on=waiting_on,
    )


def waiting_on(job: Job, *, served: bool, next_due_at: datetime | None, now: datetime) -> WaitingOn | None:
    """What a job waits on: `served` says that a live worker takes its queue, `next_due_at` when a queued lead is due.

    None for an ended or paused one, and for one being cancelled of which nothing is at the model.
    """
    status = JobStatus(job.status)
    if status not in WORKABLE_JOBS:
        return WaitingOn.CALLS if status is JobStatus.CANCELLING and job.in_progress else None
    if not served:
        return WaitingOn.WORKERS
    if job.in_progress:
        return WaitingOn.CALLS
    return WaitingOn.RETRY if next_due_at is not None and next_due_at > now else WaitingOn.QUEUE


def _is_stalled(job: Job, now: datetime) -> bool:
    moved_at = job.last_result_at or job.started_at or job.created_at
    if job.resumed_at is not None:
        moved_at = max(moved_at, job.resumed_at)
    return JobStatus(job.status) in WORKABLE_JOBS and now - moved_at >= STALLED_AFTER


def _rate_per_minute(job: Job, ended: int) -> tuple[float, float] | tuple[None, None]:
    """Judged leads a minute, and over how many seconds: the whole run once the job has ended, else since a mark.

    None under a second: leads that were only looked up would give a rate of millions.
    """
    until = job.last_result_at
    if until is None:
        return None, None
    since, ended_then = job.started_at, 0
    if JobStatus(job.status) not in ENDED_JOBS:
        if job.earlier_mark_at is not None:
            since, ended_then = job.earlier_mark_at, job.earlier_mark_ended
        elif job.mark_at is not None and job.mark_at < until:
            since, ended_then = job.mark_at, job.mark_ended
    if since is None or until - since < RATE_NEEDS:
        return None, None
    seconds = (until - since).total_seconds()
    return (ended - ended_then) * 60 / seconds, seconds


def _eta_seconds(job: Job, ended: int, rate: float | None) -> int | None:
    if JobStatus(job.status) is not JobStatus.IN_PROGRESS or not rate or ended < ETA_NEEDS_ENDED:
        return None
    if job.started_at is None or job.last_result_at is None or job.last_result_at - job.started_at < ETA_NEEDS:
        return None
    return round((job.total - ended) * 60 / rate)
