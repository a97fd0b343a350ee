"""Reads why leads of a job failed, code by code."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.result_repository import FailedLead, ResultRepository
from shared.jobs.results import ResultError, result_error

SAMPLES = 5


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """The failed leads of one code: how many, and the first of them."""

    error: ResultError
    count: int
    sample: Sequence[FailedLead]


def list_failures(uow: UnitOfWork, job_id: uuid.UUID) -> list[FailureGroup]:
    """A group for each code that leads of the job failed with, most leads first; raises JobNotFound."""
    found = ResultRepository(uow.session).list_failed(job_id, samples=SAMPLES)
    return [FailureGroup(result_error(failed.code), failed.count, failed.sample) for failed in found]
