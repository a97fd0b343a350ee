"""Reads which workers are alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from shared.database.unit_of_work import UnitOfWork
from shared.fleet.models import WorkerHeartbeat
from shared.fleet.repository import FRESH_SECONDS


@dataclass(frozen=True, slots=True)
class Fleet:
    """The workers seen lately: processes, their call slots, calls in flight, the queues they serve between them."""

    processes: int
    slots: int
    in_flight: int
    queues: tuple[str, ...]


def get_fleet(uow: UnitOfWork) -> Fleet:
    """The workers whose heartbeat is fresh by the database's clock."""
    rows = uow.session.execute(
        select(WorkerHeartbeat.slots, WorkerHeartbeat.in_flight, WorkerHeartbeat.queues).where(
            WorkerHeartbeat.seen_at > func.clock_timestamp() - timedelta(seconds=FRESH_SECONDS)
        )
    ).all()
    return Fleet(
        processes=len(rows),
        slots=sum(row.slots for row in rows),
        in_flight=sum(row.in_flight for row in rows),
        queues=tuple(sorted({queue for row in rows for queue in row.queues})),
    )
