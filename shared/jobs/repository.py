"""Queries over jobs as the workers need them; what people read is in read.py."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from shared.jobs.delta import JobDelta
from shared.jobs.errors import JobAlreadyEnded, JobNotWorkable
from shared.jobs.states import ENDED_JOBS, JobStatus
from shared.queue.names import Queue

# Counters, status and rate marks change in one statement, the last of its transaction. A mark moves on every 30 s.
# An ended job stays as it ended: a late answer only adds its usage. The conditions at the end are read under the row's
# lock: a claim that a cancel or a pause overtook changes nothing and is rolled back, so no call starts after it.
_APPLY_DELTA = text("""
UPDATE jobs SET
    queued = queued + :queued, in_progress = in_progress + :in_progress,
    succeeded = succeeded + :succeeded, failed = failed + :failed, cached = cached + :cached,
    cancelled = cancelled + :cancelled,
    calls = calls + :calls, prompt_tokens = prompt_tokens + :prompt_tokens,
    completion_tokens = completion_tokens + :completion_tokens, cached_tokens = cached_tokens + :cached_tokens,
    cost_usd = cost_usd + :cost_usd,
    started_at = CASE WHEN :took_items THEN coalesce(started_at, clock_timestamp()) ELSE started_at END,
    claimed_at = CASE WHEN :took_items THEN clock_timestamp() ELSE claimed_at END,
    last_result_at = CASE WHEN :succeeded + :failed > 0 THEN clock_timestamp() ELSE last_result_at END,
    earlier_mark_at = CASE WHEN mark_at < clock_timestamp() - interval '30 seconds' THEN mark_at
                           ELSE earlier_mark_at END,
    earlier_mark_ended = CASE WHEN mark_at < clock_timestamp() - interval '30 seconds' THEN mark_ended
                              ELSE earlier_mark_ended END,
    mark_ended = CASE WHEN mark_at IS NULL OR mark_at < clock_timestamp() - interval '30 seconds'
                      THEN succeeded + failed ELSE mark_ended END,
    mark_at = CASE WHEN mark_at IS NULL OR mark_at < clock_timestamp() - interval '30 seconds'
                   THEN clock_timestamp() ELSE mark_at END,
    provider = coalesce(CAST(:provider AS text), provider), model = coalesce(CAST(:model AS text), model),
    status = CASE
        WHEN completed_at IS NOT NULL THEN status
        WHEN queued + :queued + in_progress + :in_progress > 0
            THEN CASE WHEN :cancels THEN 'cancelling' WHEN status = 'queued' THEN 'in_progress' ELSE status END
        WHEN :cancels OR status = 'cancelling' THEN 'cancelled' ELSE 'completed' END,
    cancelling_at = CASE WHEN :cancels THEN coalesce(cancelling_at, statement_timestamp()) ELSE cancelling_at END,
    outcome = CASE
        WHEN completed_at IS NOT NULL THEN outcome
        WHEN queued + :queued + in_progress + :in_progress > 0 THEN NULL
        WHEN succeeded + :succeeded = total THEN 'succeeded'
        WHEN succeeded + :succeeded = 0 THEN 'failed' ELSE 'partial' END,
    completed_at = CASE WHEN queued + :queued + in_progress + :in_progress > 0 THEN NULL
                        ELSE coalesce(completed_at, clock_timestamp()) END,
    version = version + 1
WHERE id = CAST(:job_id AS uuid)
  AND (NOT :took_items OR status IN ('queued', 'in_progress')) AND (NOT :cancels OR completed_at IS NULL)
RETURNING status, outcome, total, succeeded, failed, cancelled, request_id
""")

_HEAD = text("""
SELECT j.id, j.status, j.queue, j.request_id, j.created_at, j.profile_version_id FROM jobs j
WHERE j.id = CAST(:job_id AS uuid)
""")

# keeps other writers of the row away, but not what refers to it
_HEAD_LOCKED = text(f"{_HEAD.text} FOR NO KEY UPDATE")

# Runners are read from live leases. A job whose last claim is old is woken even if leases live: the slice may be gone.
# The longest unattended come first, so that many busy jobs cannot hide one that nobody serves.
_TO_WAKE = text("""
SELECT j.id, j.queue, j.queued,
       (SELECT count(DISTINCT i.lease_owner) FROM job_items i
        WHERE i.job_id = j.id AND i.state = 'in_progress' AND i.lease_expires_at > clock_timestamp()) AS runners,
       (j.claimed_at IS NULL OR j.claimed_at < clock_timestamp() - interval '5 seconds') AS unattended
FROM jobs j
WHERE j.completed_at IS NULL AND j.status IN ('queued', 'in_progress')
  AND (j.woken_at IS NULL OR j.woken_at < clock_timestamp() - make_interval(secs => :quiet_seconds))
  AND EXISTS (SELECT 1 FROM job_items i
              WHERE i.job_id = j.id AND i.state = 'queued' AND i.next_attempt_at <= clock_timestamp())
ORDER BY j.claimed_at NULLS FIRST, j.id LIMIT 500
""")

_CANCELLING = text("""
SELECT id FROM jobs WHERE completed_at IS NULL AND status = 'cancelling' AND id = ANY(CAST(:ids AS uuid[]))
""")

# the longest under way come first
_TO_CANCEL = text("""
SELECT id FROM jobs WHERE completed_at IS NULL AND status = 'cancelling' AND queued > 0 ORDER BY id LIMIT 500
""")

_MARK_WOKEN = text("""
UPDATE jobs SET woken_at = clock_timestamp() WHERE id IN (
    SELECT id FROM jobs WHERE id = ANY(CAST(:ids AS uuid[])) FOR UPDATE SKIP LOCKED)
""")


@dataclass(frozen=True, slots=True)
class JobHead:
    """What a slice needs to know of its job."""

    id: uuid.UUID
    status: JobStatus
    queue: Queue
    request_id: str
    created_at: datetime
    profile_version_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class JobAfter:
    """A job's state after a delta."""

    status: JobStatus
    outcome: str | None
    total: int
    succeeded: int
    failed: int
    cancelled: int
    request_id: str
    just_ended: bool


@dataclass(frozen=True, slots=True)
class JobToWake:
    """An open job with due items: how many processes work on it, and whether any claimed lately."""

    id: uuid.UUID
    queue: Queue
    queued: int
    runners: int
    unattended: bool


class JobRepository:
    """Reads and changes jobs within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find_head(self, job_id: uuid.UUID) -> JobHead | None:
        """The job's head, or None when there is no such job."""
        return self._find(_HEAD, job_id)

    def claim_head(self, job_id: uuid.UUID) -> JobHead | None:
        """As find_head, and the row stays as it is until the transaction ends.

        Who holds it may wait for no item, lead or call: those that hold these wait for the job.
        """
        return self._find(_HEAD_LOCKED, job_id)

    def apply_delta(self, job_id: uuid.UUID, delta: JobDelta) -> JobAfter:
        """Change the counters, and end the job when nothing is left; nothing that waits for a lock may follow it.

        Raises JobNotWorkable for a claim and JobAlreadyEnded for a cancel that came too late.
        """
        row = self._session.execute(
            _APPLY_DELTA,
            {
                "job_id": str(job_id),
                "queued": delta.queued,
                "in_progress": delta.in_progress,
                "succeeded": delta.succeeded,
                "failed": delta.failed,
                "cancelled": delta.cancelled,
                "cached": delta.cached,
                "calls": delta.calls,
                "prompt_tokens": delta.prompt_tokens,
                "completion_tokens": delta.completion_tokens,
                "cached_tokens": delta.cached_tokens,
                "cost_usd": delta.cost_usd,
                "took_items": delta.took_items,
                "cancels": delta.cancels,
                "provider": delta.provider,
                "model": delta.model,
            },
        ).one_or_none()
        if row is None and delta.cancels:
            raise JobAlreadyEnded("The job has ended.")
        if row is None:
            raise JobNotWorkable("The job takes no work any more.")
        ended_items = delta.succeeded + delta.failed + delta.cancelled
        after = JobStatus(row.status)
        return JobAfter(
            status=after,
            outcome=row.outcome,
            total=row.total,
            succeeded=row.succeeded,
            failed=row.failed,
            cancelled=row.cancelled,
            request_id=row.request_id,
            just_ended=after in ENDED_JOBS and ended_items > 0,
        )

    def list_to_wake(self, *, quiet_seconds: float) -> list[JobToWake]:
        """Open jobs with due items that were not woken within `quiet_seconds`."""
        return [
            JobToWake(row.id, Queue(row.queue), row.queued, row.runners, row.unattended)
            for row in self._session.execute(_TO_WAKE, {"quiet_seconds": quiet_seconds})
        ]

    def list_to_cancel(self) -> list[uuid.UUID]:
        """Jobs whose cancel was asked for and that still have queued items, at most 500."""
        return list(self._session.scalars(_TO_CANCEL))

    def list_cancelling(self, job_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """Those of these jobs whose cancel was asked for and that have not ended."""
        return set(self._session.scalars(_CANCELLING, {"ids": [str(job_id) for job_id in job_ids]}))

    def mark_woken(self, job_ids: Sequence[uuid.UUID]) -> None:
        """Note that wake-ups leave now, so that the next sweep does not repeat them at once.

        Skips rows that a save holds: waiting here, out of the order of ids, could deadlock with it.
        """
        self._session.execute(_MARK_WOKEN, {"ids": [str(job_id) for job_id in job_ids]})

    def _find(self, query: TextClause, job_id: uuid.UUID) -> JobHead | None:
        row = self._session.execute(query, {"job_id": str(job_id)}).first()
        if row is None:
            return None
        return JobHead(
            row.id, JobStatus(row.status), Queue(row.queue), row.request_id, row.created_at, row.profile_version_id
        )
