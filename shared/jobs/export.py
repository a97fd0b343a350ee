"""Reads all results of a job, batch by batch, for a file."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator

from shared.database.unit_of_work import UnitOfWork, UowFactory
from shared.jobs.result_repository import ResultHead, ResultOrder, ResultRepository, ResultsWanted
from shared.jobs.results import Result, list_results
from shared.jobs.states import ItemState

BATCH = 1000


def get_export_head(uow: UnitOfWork, job_id: uuid.UUID) -> ResultHead:
    """What a file of a job's results needs to know before the first of them; raises JobNotFound."""
    return ResultRepository(uow.session).get_head(job_id)


def export_results(
    uow_factory: UowFactory, job_id: uuid.UUID, *, states: Collection[ItemState], batch: int = BATCH
) -> Iterator[list[Result]]:
    """All results in these states in input order; each batch is a transaction of its own, none open while it is used.

    A lead that ends behind the point that was reached is left out. Raises as list_results does, in the middle too.
    """
    after = None
    while True:
        with uow_factory() as uow:
            results = list_results(uow, job_id, ResultsWanted(states), limit=batch, after=after)
        if results:
            yield results
        if len(results) < batch:
            return
        after = results[-1].keys(ResultOrder.INPUT)
