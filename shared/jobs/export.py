"""Reads all results of a job, batch by batch, for a file."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from shared.database.unit_of_work import UnitOfWork, UowFactory
from shared.jobs.errors import JobNotFound
from shared.jobs.models import Job
from shared.jobs.results import Result, ResultOrder, list_results
from shared.jobs.states import ItemState, JobKind
from shared.profiles.models import ProfileVersion

BATCH = 1000


@dataclass(frozen=True, slots=True)
class ExportHead:
    """What a file of a job's results needs to know before the first of them: `criteria` are keys, in order."""

    name: str | None
    criteria: Sequence[str]
    is_preview: bool = False


def get_export_head(uow: UnitOfWork, job_id: uuid.UUID) -> ExportHead:
    """The head of a job's file; raises JobNotFound."""
    row = uow.session.execute(
        select(Job.name, Job.kind, ProfileVersion.content["criteria"])
        .join(ProfileVersion, ProfileVersion.id == Job.profile_version_id)
        .where(Job.id == job_id)
    ).one_or_none()
    if row is None:
        raise JobNotFound
    name, kind, criteria = row
    return ExportHead(name, [criterion["key"] for criterion in criteria], kind == JobKind.PREVIEW)


def export_results(
    uow_factory: UowFactory, job_id: uuid.UUID, *, states: Collection[ItemState], batch: int = BATCH
) -> Iterator[list[Result]]:
    """All results in these states in input order; each batch is a transaction of its own, none open while it is used.

    A lead that ends behind the point that was reached is left out. Raises as list_results does, in the middle too.
    """
    after = None
    while True:
        with uow_factory() as uow:
            results = list_results(uow, job_id, limit=batch, states=states, after=after)
        if results:
            yield results
        if len(results) < batch:
            return
        after = results[-1].keys(ResultOrder.INPUT)
