"""The rows that a job left out, as they came: kept when it is accepted, read for a file."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import asdict

import orjson
from sqlalchemy import exists, select

from shared.database.copy import copy_rows
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Fault
from shared.jobs.errors import JobNotFound
from shared.jobs.models import Job, JobRefusedRow
from shared.leads.keep_refused import NOTHING_REFUSED, RefusedRow, RefusedRows

_COLUMNS = ("job_id", "row", "cells", "faults")
# no row of a file or position in a list is 0
_HEADER = 0


def keep_refused_rows(uow: UnitOfWork, job_id: uuid.UUID, refused: RefusedRows) -> None:
    """COPY the rows in the caller's transaction; nothing is written where none was refused."""
    if refused.rows:
        copy_rows(uow.session, "job_refused_rows", _COLUMNS, _cells(str(job_id), refused))


def get_refused_rows(uow: UnitOfWork, job_id: uuid.UUID) -> RefusedRows:
    """What the job left out, in input order, nothing if it took all; raises JobNotFound."""
    kept = uow.session.execute(
        select(JobRefusedRow.row, JobRefusedRow.cells, JobRefusedRow.faults)
        .where(JobRefusedRow.job_id == job_id)
        .order_by(JobRefusedRow.row)
    ).all()
    if not kept:
        if not uow.session.scalar(select(exists().where(Job.id == job_id))):
            raise JobNotFound
        return NOTHING_REFUSED
    header, *rows = kept
    return RefusedRows(
        header.cells, [RefusedRow(its.row, its.cells, [Fault(**fault) for fault in its.faults]) for its in rows]
    )


def _cells(job_id: str, refused: RefusedRows) -> Iterator[tuple[str, ...]]:
    yield job_id, str(_HEADER), orjson.dumps(refused.columns).decode(), "[]"
    for row in refused.rows:
        faults = [{name: value for name, value in asdict(its).items() if value is not None} for its in row.faults]
        yield job_id, str(row.row), orjson.dumps(row.cells).decode(), orjson.dumps(faults).decode()
