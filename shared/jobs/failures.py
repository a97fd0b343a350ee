"""Reads why leads of a job failed, code by code."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.errors import JobNotFound
from shared.jobs.models import Job, JobItem
from shared.jobs.results import ResultError, result_error
from shared.jobs.states import ItemState

SAMPLES = 5


@dataclass(frozen=True, slots=True)
class FailedLead:
    """A failed lead, as far as a person needs it to find it."""

    position: int
    custom_id: str
    company_name: str
    attempts: int
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """The failed leads of one code: how many, and the first of them."""

    error: ResultError
    count: int
    sample: Sequence[FailedLead]


def list_failures(uow: UnitOfWork, job_id: uuid.UUID) -> list[FailureGroup]:
    """A group for each code that leads of the job failed with, most leads first; raises JobNotFound."""
    if uow.session.scalar(select(Job.id).where(Job.id == job_id)) is None:
        raise JobNotFound
    failed = (
        select(
            JobItem.error_code,
            func.count().over(partition_by=JobItem.error_code).label("leads"),
            func.row_number().over(partition_by=JobItem.error_code, order_by=JobItem.position).label("place"),
            JobItem.position,
            JobItem.custom_id,
            JobItem.input["company_name"].astext.label("company_name"),
            JobItem.attempts,
            JobItem.completed_at,
        )
        .where(JobItem.job_id == job_id, JobItem.state == ItemState.FAILED)
        .subquery()
    )
    rows = uow.session.execute(
        select(failed)
        .where(failed.c.place <= SAMPLES)
        .order_by(failed.c.leads.desc(), failed.c.error_code, failed.c.position)
    ).all()
    samples: dict[tuple[str, int], list[FailedLead]] = {}
    for row in rows:
        lead = FailedLead(row.position, row.custom_id, row.company_name, row.attempts, row.completed_at)
        samples.setdefault((row.error_code, row.leads), []).append(lead)
    return [FailureGroup(result_error(code), count, sample) for (code, count), sample in samples.items()]
