"""Cancels a job: no claim takes its items any more, what waits is cancelled, what is at the model ends and is kept."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

import structlog

from shared.audit.actions import AuditAction
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.unit_of_work import UnitOfWork
from shared.jobs.control import ControlRepository
from shared.jobs.count import count_jobs
from shared.jobs.delta import JobDelta
from shared.jobs.errors import JobAlreadyEnded, JobNotFound
from shared.jobs.items import ItemMove, ItemRepository
from shared.jobs.repository import JobRepository
from shared.jobs.states import JOB_TRANSITIONS, ItemState, JobStatus

log = structlog.get_logger(__name__)

# what the request itself cancels: a bigger job's answer would keep its sender and its saves waiting
CANCELLED_AT_ONCE = 5_000
# what one sweep cancels, of all jobs: 100,000 leads are gone within 5 sweeps
CANCELLED_IN_A_SWEEP = 25_000


def cancel_job(uow: UnitOfWork, job_id: uuid.UUID, *, actor: Actor, request_id: str) -> bool:
    """Stop a job for good, in the caller's transaction; from its commit on no claim takes its items.

    Returns False when that was asked for before. Raises JobNotFound, and JobAlreadyEnded when nothing is left to stop.
    """
    # judged under the lock: of many senders at once, one stopped the job; items that others hold are passed over
    head = ControlRepository(uow.session).hold(job_id)
    if head is None:
        raise JobNotFound
    if head.status is JobStatus.CANCELLING:
        return False
    if JobStatus.CANCELLING not in JOB_TRANSITIONS[head.status]:
        raise JobAlreadyEnded("The job has ended.")
    cancelled = ItemRepository(uow.session).cancel_queued(job_id, limit=CANCELLED_AT_ONCE)
    count_jobs(uow, {job_id: JobDelta(queued=-cancelled, cancelled=cancelled, cancels=True)})
    entry = AuditEntry(AuditAction.JOB_CANCEL, job_id, actor, request_id, {"cancelled_at_once": cancelled})
    record_event(uow, entry)
    uow.after_commit(
        lambda: log.info("job_cancel_asked", request_id=head.request_id, job_id=str(job_id), cancelled=cancelled)
    )
    return True


def cancel_rest(uow: UnitOfWork) -> dict[uuid.UUID, int]:
    """Go on with the cancels that one request could not finish; returns job id → items, which the caller counts."""
    items = ItemRepository(uow.session)
    room = CANCELLED_IN_A_SWEEP
    cancelled = {}
    for job_id in JobRepository(uow.session).list_to_cancel():
        count = items.cancel_queued(job_id, limit=room)
        if count:
            cancelled[job_id] = count
        room -= count
        if room <= 0:
            break
    return cancelled


def cancel_waiting(uow: UnitOfWork, moves: Sequence[ItemMove]) -> list[ItemMove]:
    """The same moves, but what would wait in a job that is being cancelled is cancelled instead.

    A cancel that commits right after this look is no loss: the next sweep takes what was sent back to the queue.
    """
    waiting = {move.job_id for move in moves if move.state is ItemState.QUEUED}
    stopped = JobRepository(uow.session).list_cancelling(waiting) if waiting else set()
    return [
        replace(move, state=ItemState.CANCELLED, wait_seconds=0.0)
        if move.state is ItemState.QUEUED and move.job_id in stopped
        else move
        for move in moves
    ]
