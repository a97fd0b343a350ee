"""Resumes a paused job: what waits is due again, and workers are woken at once."""

from __future__ import annotations

import uuid

import structlog

from shared.audit.actions import AuditAction
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.unit_of_work import UnitOfWork
from shared.jobs.accept import runners_at_once
from shared.jobs.control import ControlRepository
from shared.jobs.errors import JobNotFound, JobNotPaused
from shared.jobs.states import JobStatus
from shared.queue.publish import Wake
from shared.settings import Settings

log = structlog.get_logger(__name__)


def resume_job(
    uow: UnitOfWork, job_id: uuid.UUID, *, actor: Actor, request_id: str, settings: Settings, wake: Wake
) -> None:
    """Let a paused job go on, in the caller's transaction; raises JobNotFound and JobNotPaused.

    If what paused it is not mended, its first leads pause it again, without using an attempt.
    """
    control = ControlRepository(uow.session)
    job = control.hold(job_id)
    if job is None:
        raise JobNotFound
    if job.status is not JobStatus.PAUSED:
        raise JobNotPaused(job.status)
    control.resume(job_id)
    record_event(uow, AuditEntry(AuditAction.JOB_RESUME, job_id, actor, request_id))
    runners = runners_at_once(job.queue, settings)
    uow.after_commit(lambda: wake(job_id, queue=job.queue, runners=runners))
    uow.after_commit(lambda: log.info("job_resumed", request_id=job.request_id, job_id=str(job_id)))
