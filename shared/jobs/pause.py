"""Pauses a job: no claim takes its items until it is resumed; what is at the model ends and is kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import structlog

from shared.audit.actions import AuditAction
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.unit_of_work import UnitOfWork
from shared.jobs.control import ControlRepository
from shared.jobs.errors import JobAlreadyEnded, JobCancelling, JobNotFound
from shared.jobs.pause_reasons import PauseReason
from shared.jobs.states import ENDED_JOBS, JobStatus

log = structlog.get_logger(__name__)


def pause_job(uow: UnitOfWork, job_id: uuid.UUID, *, actor: Actor, request_id: str) -> bool:
    """Pause a job in the caller's transaction, as a person wishes; from its commit on no claim takes its items.

    Returns False when it is paused already. Raises JobNotFound, JobCancelling, and JobAlreadyEnded.
    """
    control = ControlRepository(uow.session)
    job = control.hold(job_id)
    if job is None:
        raise JobNotFound
    if job.status in ENDED_JOBS:
        raise JobAlreadyEnded("The job has ended.")
    if job.status is JobStatus.CANCELLING:
        raise JobCancelling
    if not control.pause(job_id, PauseReason.BY_USER):
        return False
    record_event(uow, AuditEntry(AuditAction.JOB_PAUSE, job_id, actor, request_id))
    _log(uow, job_id, PauseReason.BY_USER, request_id=job.request_id)
    return True


def pause_at_faults(uow: UnitOfWork, faults: Mapping[uuid.UUID, tuple[PauseReason, str]]) -> frozenset[uuid.UUID]:
    """Pause jobs (id → reason, the job's request id) that met a fault of the provider's; returns those paused now.

    The caller's transaction holds the rows already, by having counted into them.
    """
    control = ControlRepository(uow.session)
    paused = frozenset(job_id for job_id, (reason, _) in faults.items() if control.pause(job_id, reason))
    for job_id in sorted(paused):
        reason, request_id = faults[job_id]
        entry = AuditEntry(
            AuditAction.JOB_AUTO_PAUSE, job_id, Actor.system("worker"), request_id, {"reason": reason.value}
        )
        record_event(uow, entry)
        _log(uow, job_id, reason, request_id=request_id)
    return paused


def _log(uow: UnitOfWork, job_id: uuid.UUID, reason: PauseReason, *, request_id: str) -> None:
    uow.after_commit(
        lambda: log.info("job_paused", request_id=request_id, job_id=str(job_id), status_reason=reason.value)
    )
