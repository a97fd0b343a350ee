"""Queries that pause, resume and retry a job; each begins by holding the job's row."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.jobs.pause_reasons import PauseReason
from shared.jobs.states import JobKind, JobStatus
from shared.queue.names import Queue

# not FOR UPDATE: a new job that names this one as its source must not wait for it
_HOLD = text("""
SELECT id, kind, status, name, metadata, queue, request_id, profile_version_id FROM jobs
WHERE id = CAST(:job_id AS uuid) FOR NO KEY UPDATE
""")

_PAUSE = text("""
UPDATE jobs SET status = 'paused', status_reason = :reason, paused_at = clock_timestamp(), version = version + 1
WHERE id = CAST(:job_id AS uuid) AND status IN ('queued', 'in_progress')
RETURNING id
""")

# the rate's marks begin anew: the time of the pause is none in which leads could end
_RESUME = text("""
UPDATE jobs SET status = CASE WHEN started_at IS NULL THEN 'queued' ELSE 'in_progress' END,
    status_reason = NULL, paused_at = NULL, resumed_at = clock_timestamp(), woken_at = clock_timestamp(),
    mark_at = CASE WHEN started_at IS NULL THEN NULL ELSE clock_timestamp() END, mark_ended = succeeded + failed,
    earlier_mark_at = NULL, earlier_mark_ended = 0, version = version + 1
WHERE id = CAST(:job_id AS uuid) AND status = 'paused'
""")

_OPEN_RETRY = text("""
SELECT id FROM jobs WHERE retry_of = CAST(:job_id AS uuid) AND completed_at IS NULL ORDER BY id LIMIT 1
""")

_WANTED = "job_id = CAST(:source AS uuid) AND state = ANY(:states) AND (:all_ids OR custom_id = ANY(:custom_ids))"
_COUNT = text(f"SELECT count(*) FROM job_items WHERE {_WANTED}")  # noqa: S608 - one condition, written once
_COPY = text(f"""
INSERT INTO job_items (job_id, position, custom_id, input, identity, input_hash)
SELECT CAST(:job_id AS uuid), row_number() OVER (ORDER BY position) - 1, custom_id, input, identity, input_hash
FROM job_items WHERE {_WANTED}
""")  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class HeldJob:
    """A job whose row this transaction holds: its status cannot change before the commit."""

    id: uuid.UUID
    kind: JobKind
    status: JobStatus
    name: str | None
    metadata: dict[str, Any]
    queue: Queue
    request_id: str
    profile_version_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """Items of an ended job: those in these states, and of these only the named ones unless `custom_ids` is None."""

    source: uuid.UUID
    states: Collection[str]
    custom_ids: Collection[str] | None = None

    def parameters(self) -> dict[str, Any]:
        """As the queries take them."""
        return {
            "source": str(self.source),
            "states": [*self.states],
            "all_ids": self.custom_ids is None,
            "custom_ids": [*(self.custom_ids or ())],
        }


class ControlRepository:
    """Holds and changes jobs within one session; no item may be locked after the job is."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, job_id: uuid.UUID) -> HeldJob | None:
        """Lock the job's row and read it as it is then, or None when there is no such job."""
        row = self._session.execute(_HOLD, {"job_id": str(job_id)}).first()
        if row is None:
            return None
        return HeldJob(
            id=row.id,
            kind=JobKind(row.kind),
            status=JobStatus(row.status),
            name=row.name,
            metadata=row.metadata,
            queue=Queue(row.queue),
            request_id=row.request_id,
            profile_version_id=row.profile_version_id,
        )

    def pause(self, job_id: uuid.UUID, reason: PauseReason) -> bool:
        """Pause a job that takes work; False when it takes none. From the commit on no claim takes its items."""
        return self._session.execute(_PAUSE, {"job_id": str(job_id), "reason": reason}).first() is not None

    def resume(self, job_id: uuid.UUID) -> None:
        """Let a paused job take work again; the caller publishes its wake-ups."""
        self._session.execute(_RESUME, {"job_id": str(job_id)})

    def find_open_retry(self, job_id: uuid.UUID) -> uuid.UUID | None:
        """A job that tries leads of this one again and has not ended."""
        found: uuid.UUID | None = self._session.scalar(_OPEN_RETRY, {"job_id": str(job_id)})
        return found

    def count_items(self, choice: ItemChoice) -> int:
        """How many items are chosen."""
        return int(self._session.scalar(_COUNT, choice.parameters()) or 0)

    def copy_items(self, job_id: uuid.UUID, choice: ItemChoice) -> None:
        """Give a new job the chosen items as they were submitted, in their order, counted from 0."""
        self._session.execute(_COPY, {"job_id": str(job_id), **choice.parameters()})
