"""Brings a job's counters up to what a transaction did to its items: its last statement, and one line when it ends."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping

import structlog

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.delta import JobDelta
from shared.jobs.items import ItemMove
from shared.jobs.repository import JobAfter, JobRepository
from shared.jobs.states import ItemState

log = structlog.get_logger(__name__)


def deltas_of(moves: Iterable[ItemMove]) -> dict[uuid.UUID, JobDelta]:
    """What moves of items in progress change in the counters of each job; a job without one starts at nothing."""
    deltas: dict[uuid.UUID, JobDelta] = defaultdict(JobDelta)
    for move in moves:
        delta = deltas[move.job_id]
        delta.in_progress -= 1
        delta.succeeded += move.state is ItemState.SUCCEEDED
        delta.failed += move.state is ItemState.FAILED
        delta.queued += move.state is ItemState.QUEUED
    return deltas


def count_jobs(uow: UnitOfWork, deltas: Mapping[uuid.UUID, JobDelta]) -> None:
    """Apply the deltas in the order of the jobs' ids, so that two transactions never wait for each other."""
    jobs = JobRepository(uow.session)
    for job_id in sorted(deltas):
        after = jobs.apply_delta(job_id, deltas[job_id])
        if after.just_ended:
            _log_end(uow, job_id, after)


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
        )
    )
