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


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A worker process that reported in within the last hour; live while its last heartbeat is fresh."""

    queues: tuple[str, ...]
    slots: int
    in_flight: int
    version: str
    silent_seconds: float

    @property
    def is_live(self) -> bool:
        """Whether its heartbeat is fresh."""
        return self.silent_seconds < FRESH_SECONDS


def list_workers(uow: UnitOfWork) -> list[WorkerSeen]:
    """Every worker that reported in lately, the last one first, by the database's clock."""
    silent = func.extract("epoch", func.clock_timestamp() - WorkerHeartbeat.seen_at)
    rows = uow.session.execute(
        select(
            WorkerHeartbeat.queues,
            WorkerHeartbeat.slots,
            WorkerHeartbeat.in_flight,
            WorkerHeartbeat.version,
            silent.label("silent"),
        ).order_by(silent)
    ).all()
    return [WorkerSeen(tuple(row.queues), row.slots, row.in_flight, row.version, float(row.silent)) for row in rows]


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
