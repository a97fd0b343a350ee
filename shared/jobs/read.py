"""Reads jobs as people see them: the row, its profile's name, its progress."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, Case, Exists, ScalarSelect, Select, Uuid, and_, case, cast, exists, func, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased, defer

from shared.database.unit_of_work import UnitOfWork
from shared.fleet.models import WorkerHeartbeat
from shared.fleet.repository import FRESH_SECONDS
from shared.jobs.errors import JobNotFound
from shared.jobs.models import Job, JobItem
from shared.jobs.pause_reasons import explain
from shared.jobs.progress import Progress, progress_of, waiting_on
from shared.jobs.states import ENDED_JOBS, OPEN_JOBS, ItemState, JobKind, JobStatus, WaitingOn
from shared.jobs.tiers import JobTiers, get_tiers
from shared.llm.failures import Failure
from shared.profiles.models import Profile, ProfileVersion
from shared.profiles.repository import VersionLabel

# a job is polled: tens of thousands of faults would go out again every 2 s
FAULTS_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class SkippedRows:
    """How many rows were left out, how many faults they have, and the first of these as stored."""

    count: int
    error_count: int
    errors: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class JobView:
    """A job with what stands in other tables; `job.skipped_rows` and `tiers` are loaded by `get_job` only."""

    job: Job
    profile: VersionLabel
    progress: Progress
    retried_by: Sequence[uuid.UUID] = ()
    tiers: JobTiers | None = None

    @property
    def reason(self) -> Failure | None:
        """What paused the job and what to do about it, in sentences; None while it is not paused."""
        return explain(self.job.status_reason)

    @property
    def has_ended(self) -> bool:
        """Whether nothing will change any more."""
        return JobStatus(self.job.status) in ENDED_JOBS

    @property
    def skipped(self) -> SkippedRows:
        """The rows that were left out."""
        faults = self.job.skipped_rows
        return SkippedRows(
            count=len({_row_of(fault) for fault in faults}), error_count=len(faults), errors=faults[:FAULTS_SHOWN]
        )

    @property
    def revision(self) -> str:
        """Changes whenever anything that is shown of the job changes."""
        parts = [str(self.job.version)]
        if self.tiers is not None and self.tiers.version != self.job.version:
            parts.append(f"tiers-{self.tiers.version}")
        if self.retried_by:
            parts.append(f"retries-{len(self.retried_by)}")
        if self.progress.stalled:
            parts.append("stalled")
        if self.progress.waiting_on:
            parts.append(self.progress.waiting_on)
        return "-".join(parts)


def get_job(uow: UnitOfWork, job_id: uuid.UUID) -> JobView:
    """One job with what it waits on and its counts by tier; raises JobNotFound.

    The counts of a large running job may be 5 s behind: tiers.py keeps them for all requests of the process.
    """
    row = uow.session.execute(_jobs().add_columns(_served(), _next_due_at()).where(Job.id == job_id)).one_or_none()
    if row is None:
        raise JobNotFound
    job, profile_id, name, number, now, retried_by, served, next_due_at = row
    label = VersionLabel(name, number, profile_id)
    waits = waiting_on(job, served=served, next_due_at=next_due_at, now=now)
    view = _view(job, label, now, retried_by, waits=waits)
    return replace(view, tiers=get_tiers(uow, job))


def list_jobs(
    uow: UnitOfWork,
    *,
    limit: int,
    statuses: Collection[JobStatus] = (),
    kind: JobKind = JobKind.QUALIFY,
    after: tuple[datetime, uuid.UUID] | None = None,
) -> list[JobView]:
    """Up to `limit` jobs of this kind, newest first, that come after (created_at, id) in that order."""
    query = _jobs().options(defer(Job.skipped_rows, raiseload=True)).where(Job.kind == kind)
    if statuses:
        query = query.where(Job.status.in_([*statuses]))
        if OPEN_JOBS.issuperset(statuses):
            # says the same, and lets the index of open jobs serve: the table holds every job ever made
            query = query.where(Job.completed_at.is_(None))
    if after is not None:
        query = query.where(tuple_(Job.created_at, Job.id) < after)
    query = query.order_by(Job.created_at.desc(), Job.id.desc()).limit(limit)
    rows = uow.session.execute(query)
    return [
        _view(job, VersionLabel(name, number, its_id), now, retried_by)
        for job, its_id, name, number, now, retried_by in rows
    ]


def _jobs() -> Select[Any]:
    return (
        # the database's clock wrote the times that progress compares with now
        select(Job, Profile.id, Profile.name, ProfileVersion.number, func.clock_timestamp(), _retried_by())
        .join(ProfileVersion, ProfileVersion.id == Job.profile_version_id)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
    )


def _retried_by() -> ScalarSelect[Any]:
    """The jobs that tried leads of this one again, oldest first."""
    retry = aliased(Job)
    return (
        select(func.coalesce(func.array_agg(aggregate_order_by(retry.id, retry.id)), cast([], ARRAY(Uuid))))
        .where(retry.retry_of == Job.id)
        .correlate(Job)
        .scalar_subquery()
    )


def _served() -> Exists:
    """Whether a live worker takes the job's queue."""
    return exists().where(
        WorkerHeartbeat.queues.any_() == Job.queue,
        WorkerHeartbeat.seen_at > func.clock_timestamp() - timedelta(seconds=FRESH_SECONDS),
    )


def _next_due_at() -> Case[Any]:
    """When the next queued lead is due; asked only where that decides what the job waits on."""
    first = select(func.min(JobItem.next_attempt_at)).where(JobItem.job_id == Job.id, JobItem.state == ItemState.QUEUED)
    return case((and_(Job.queued > 0, Job.in_progress == 0), first.scalar_subquery()))


def _view(
    job: Job, label: VersionLabel, now: datetime, retried_by: Sequence[uuid.UUID], *, waits: WaitingOn | None = None
) -> JobView:
    return JobView(job, label, progress_of(job, now=now, waiting_on=waits), retried_by)


def _row_of(fault: dict[str, Any]) -> str:
    """What tells one row from another: the line of a file, or the position in `/leads/<position>/…`."""
    return str(fault["row"]) if "row" in fault else fault["pointer"].split("/")[2]
