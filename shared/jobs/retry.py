"""Tries leads of an ended job again, as a new job; the old one stays as it ended."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

import structlog

from shared.audit.actions import AuditAction
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.jobs.accept import queue_for, runners_at_once
from shared.jobs.control import ControlRepository, HeldJob, ItemChoice
from shared.jobs.errors import JobNotEnded, JobNotFound, NothingToRetry, RetryRunning
from shared.jobs.models import Job
from shared.jobs.states import ENDED_JOBS, ItemState, JobStatus
from shared.queue.names import Queue
from shared.queue.publish import Wake
from shared.settings import Settings

log = structlog.get_logger(__name__)

RETRIED_BY_DEFAULT = (ItemState.FAILED, ItemState.EXPIRED)
RETRYABLE = frozenset({ItemState.FAILED, ItemState.EXPIRED, ItemState.CANCELLED})


@dataclass(frozen=True, slots=True)
class RetryJob:
    """Which leads of which job, by whom; `custom_ids` None means all in these states, `name` None the old name."""

    job_id: uuid.UUID
    actor: Actor
    request_id: str
    states: Collection[ItemState] = RETRIED_BY_DEFAULT
    custom_ids: Collection[str] | None = None
    name: str | None = None


def retry_job(uow: UnitOfWork, command: RetryJob, *, settings: Settings, wake: Wake) -> uuid.UUID:
    """Write a job of the leads that have no score, in the caller's transaction; returns its id.

    Same profile version, custom_ids and metadata; provider and model as they are set now. The old job's row is held, so
    of two retries at once the second sees the first. Raises JobNotFound, JobNotEnded, RetryRunning and NothingToRetry.
    """
    control = ControlRepository(uow.session)
    source = control.hold(command.job_id)
    if source is None:
        raise JobNotFound
    if source.status not in ENDED_JOBS:
        raise JobNotEnded(source.status)
    running = control.find_open_retry(command.job_id)
    if running is not None:
        raise RetryRunning(running)
    choice = ItemChoice(command.job_id, command.states, command.custom_ids)
    leads = control.count_items(choice)
    if not leads:
        raise NothingToRetry
    queue = queue_for(leads, settings)
    job = _new_job(command, source, leads=leads, queue=queue, settings=settings)
    uow.session.add(job)
    uow.session.flush()
    control.copy_items(job.id, choice)
    record_event(uow, _event(command, job))
    runners = runners_at_once(queue, settings)
    uow.after_commit(lambda: wake(job.id, queue=queue, runners=runners))
    uow.after_commit(lambda: log.info("job_retried", job_id=str(job.id), retry_of=str(command.job_id), leads=leads))
    return job.id


def _new_job(command: RetryJob, source: HeldJob, *, leads: int, queue: Queue, settings: Settings) -> Job:
    return Job(
        id=new_id(),
        kind=source.kind,
        name=command.name or source.name,
        status=JobStatus.QUEUED,
        queue=queue,
        profile_version_id=source.profile_version_id,
        provider=settings.LLM_PROVIDER,
        model=settings.CEREBRAS_MODEL,
        metadata_=dict(source.metadata),
        api_key_id=command.actor.api_key_id,
        request_id=command.request_id,
        total=leads,
        queued=leads,
        retry_of=command.job_id,
    )


def _event(command: RetryJob, job: Job) -> AuditEntry:
    detail = {
        "job_id": str(job.id),
        "leads": job.total,
        "statuses": sorted(command.states),
        "custom_ids": None if command.custom_ids is None else len(command.custom_ids),
    }
    return AuditEntry(AuditAction.JOB_RETRY, command.job_id, command.actor, command.request_id, detail)
