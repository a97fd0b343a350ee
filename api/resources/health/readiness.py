"""Asks each thing that the service needs whether it is there."""

from __future__ import annotations

from dataclasses import dataclass

from api.http.wiring import request_work, wiring
from shared.database.errors import DatabaseConnectionError
from shared.errors import Fault, Unavailable
from shared.fleet.read import Fleet, get_fleet
from shared.queue.names import Queue


class NotReady(Unavailable):
    """Something is away; `faults` names it, without its address."""

    code = "not_ready"


@dataclass(frozen=True, slots=True)
class Readiness:
    """All is there; the workers as they report themselves."""

    workers: Fleet


def check_readiness() -> Readiness:
    """Return when database, broker and a worker for every queue are there; raises NotReady with all that are not."""
    faults: list[Fault] = []
    fleet = Fleet(processes=0, slots=0, in_flight=0, queues=())
    try:
        with request_work() as uow:
            fleet = get_fleet(uow)
    except DatabaseConnectionError:
        faults.append(Fault("database_away", "PostgreSQL does not answer; jobs are neither taken nor shown."))
    else:
        faults += [
            Fault("workers_away", f"No live worker serves the queue `{queue}`; its jobs are taken and wait.")
            for queue in Queue
            if queue not in fleet.queues
        ]
    if not wiring().broker.ping():
        faults.append(Fault("broker_away", "Redis does not answer; jobs are taken, and start once it is back."))
    if faults:
        raise NotReady("Not all that the service needs is there.", faults=faults)
    return Readiness(fleet)
