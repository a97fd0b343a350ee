"""States of jobs and items, and the transitions that are allowed."""

from __future__ import annotations

from enum import StrEnum


class ItemState(StrEnum):
    """Where one lead of a job stands."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class JobKind(StrEnum):
    """What a job is for: scores that leads keep, or a look at what a profile would make of some."""

    QUALIFY = "qualify"
    PREVIEW = "preview"


class JobStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"


class JobOutcome(StrEnum):
    """How an ended job went: all leads scored, some, or none."""

    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"


class WaitingOn(StrEnum):
    """What an open job waits on."""

    WORKERS = "workers"
    RETRY = "retry"
    CALLS = "calls"
    QUEUE = "queue"


ITEM_TRANSITIONS: dict[ItemState, frozenset[ItemState]] = {
    ItemState.QUEUED: frozenset(
        # succeeded straight from queued: an equal lead was judged before and its assessment is reused
        {ItemState.IN_PROGRESS, ItemState.SUCCEEDED, ItemState.CANCELLED, ItemState.EXPIRED}
    ),
    ItemState.IN_PROGRESS: frozenset(
        {ItemState.QUEUED, ItemState.SUCCEEDED, ItemState.FAILED, ItemState.CANCELLED, ItemState.EXPIRED}
    ),
    ItemState.SUCCEEDED: frozenset(),
    ItemState.FAILED: frozenset(),
    ItemState.CANCELLED: frozenset(),
    ItemState.EXPIRED: frozenset(),
}

JOB_TRANSITIONS: dict[JobStatus, frozenset[JobStatus]] = {
    JobStatus.QUEUED: frozenset(
        {
            JobStatus.IN_PROGRESS,
            JobStatus.PAUSED,
            JobStatus.CANCELLING,
            # nothing was in flight at the cancel, so the job ended with it
            JobStatus.CANCELLED,
            JobStatus.COMPLETED,
            JobStatus.EXPIRED,
            JobStatus.FAILED,
        }
    ),
    JobStatus.IN_PROGRESS: frozenset(
        {
            JobStatus.PAUSED,
            JobStatus.CANCELLING,
            JobStatus.CANCELLED,
            JobStatus.COMPLETED,
            JobStatus.EXPIRED,
            JobStatus.FAILED,
        }
    ),
    # completed: what was in flight at the pause was all that was left
    JobStatus.PAUSED: frozenset(
        {
            JobStatus.COMPLETED,
            JobStatus.QUEUED,
            JobStatus.IN_PROGRESS,
            JobStatus.CANCELLING,
            JobStatus.CANCELLED,
            JobStatus.EXPIRED,
        }
    ),
    JobStatus.CANCELLING: frozenset({JobStatus.CANCELLED}),
    JobStatus.COMPLETED: frozenset(),
    JobStatus.CANCELLED: frozenset(),
    JobStatus.EXPIRED: frozenset(),
    JobStatus.FAILED: frozenset(),
}

ENDED_ITEMS = frozenset(state for state, after in ITEM_TRANSITIONS.items() if not after)
ENDED_JOBS = frozenset(status for status, after in JOB_TRANSITIONS.items() if not after)
OPEN_JOBS = frozenset(JobStatus) - ENDED_JOBS
WORKABLE_JOBS = frozenset({JobStatus.QUEUED, JobStatus.IN_PROGRESS})
# open, but nothing of them is to be begun: what a worker holds ahead goes back
STOPPED_JOBS = frozenset({JobStatus.PAUSED, JobStatus.CANCELLING})
