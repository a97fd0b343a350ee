"""Reads what was done to a job, by whom."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from shared.audit.actions import SubjectKind
from shared.audit.models import AuditEvent
from shared.audit.read import list_events
from shared.database.unit_of_work import UnitOfWork
from shared.jobs.errors import JobNotFound
from shared.jobs.models import Job


def list_job_events(uow: UnitOfWork, job_id: uuid.UUID) -> Sequence[AuditEvent]:
    """The latest 200 events of the job, newest first; raises JobNotFound."""
    if uow.session.scalar(select(Job.id).where(Job.id == job_id)) is None:
        raise JobNotFound
    return list_events(uow, SubjectKind.JOB, job_id)
