"""Brings a job's counters up to what a transaction did to its items: its last statement, and one line when it ends."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import structlog

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.delta import JobDelta
from shared.jobs.items import ItemMove
from shared.jobs.repository import JobAfter, JobRepository
from shared.jobs.states import ItemState

log = structlog.get_logger(__name__)


def deltas_of(
    moves: Iterable[ItemMove], *, cancelled: Mapping[uuid.UUID, int] = MappingProxyType({})
) -> dict[uuid.UUID, JobDelta]:
    """What moves of items in progress, and cancels of queued ones, change in the counters of each job.

    A job without any starts at nothing.
    """
    deltas: dict[uuid.UUID, JobDelta] = defaultdict(JobDelta)
    for move in moves:
        delta = deltas[move.job_id]
        delta.in_progress -= 1
        delta.succeeded += move.state is ItemState.SUCCEEDED
        delta.failed += move.state is ItemState.FAILED
        delta.cancelled += move.state is ItemState.CANCELLED
        delta.queued += move.state is ItemState.QUEUED
    for job_id, count in cancelled.items():
        deltas[job_id].queued -= count
        deltas[job_id].cancelled += count
    return deltas


def count_jobs(uow: UnitOfWork, deltas: Mapping[uuid.UUID, JobDelta]) -> dict[uuid.UUID, JobAfter]:
    """Apply the deltas in the order of the jobs' ids, so that two transactions never wait for each other."""
    jobs = JobRepository(uow.session)
    after = {job_id: jobs.apply_delta(job_id, deltas[job_id]) for job_id in sorted(deltas)}
    for job_id, job in after.items():
        if job.just_ended:
            _log_end(uow, job_id, job)
    return after


def _log_end(uow: UnitOfWork, job_id: uuid.UUID, after: JobAfter) -> None:
    uow.after_commit(
        lambda: log.info(
            "job_ended",
            request_id=after.request_id,
            job_id=str(job_id),
            status=after.status.value,
            outcome=after.outcome,
            total=after.total,
            succeeded=after.succeeded,
            failed=after.failed,
            cancelled=after.cancelled,
        )
    )
