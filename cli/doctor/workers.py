"""The workers of each queue, as their heartbeats in the database tell."""

from __future__ import annotations

from collections.abc import Sequence

from cli.doctor.database import database_work
from cli.doctor.finding import Finding, faulty, unseen, well
from cli.doctor.surroundings import Surroundings
from shared.database.errors import DatabaseConnectionError, DatabaseStatementError
from shared.fleet.read import WorkerSeen, list_workers
from shared.queue.names import Queue
from shared.queue.transport import SWEEP_QUEUE

# what waits while nobody serves the queue
WAITS = {
    Queue.INTERACTIVE.value: "small jobs wait",
    Queue.BULK.value: "large jobs wait",
    SWEEP_QUEUE: "leads of a worker that died wait, and search falls behind",
}


def examine_workers(around: Surroundings) -> list[Finding]:
    """One finding a queue: how many live processes serve it, with how many call slots."""
    try:
        with database_work(around.database_url or "") as uow:
            seen = list_workers(uow)
    except DatabaseStatementError:
        return cannot_examine("the table of heartbeats is not there yet")
    except DatabaseConnectionError:
        return cannot_examine("the database stopped answering")
    return [_finding(around, queue, [worker for worker in seen if queue in worker.queues]) for queue in WAITS]


def cannot_examine(because: str) -> list[Finding]:
    """That nobody could be asked."""
    return [unseen(_check(queue), because) for queue in WAITS]


def _finding(around: Surroundings, queue: str, seen: Sequence[WorkerSeen]) -> Finding:
    live = [worker for worker in seen if worker.is_live]
    if live:
        processes = f"{len(live)} process{'' if len(live) == 1 else 'es'}"
        slots, busy = sum(worker.slots for worker in live), sum(worker.in_flight for worker in live)
        return well(_check(queue), f"{processes}, {slots} call slots, {busy} calls in flight")
    last = min((worker.silent_seconds for worker in seen), default=None)
    when = "none has reported in lately" if last is None else f"the last one reported in {last:.0f} s ago"
    found = f"no live worker serves the queue {queue}: {when}; {WAITS[queue]}"
    return faulty(_check(queue), found, remedy=_how_to_start(around, queue))


def _how_to_start(around: Surroundings, queue: str) -> str:
    # any worker serves housekeeping, so whichever starts mends it
    name = f"worker-{Queue.BULK if queue == SWEEP_QUEUE else queue}"
    if around.is_local:
        return f"Start `sales-agent up`; if it runs, {around.logs_of(name)} says why its worker does not."
    queues = ",".join(dict.fromkeys([name.removeprefix("worker-"), SWEEP_QUEUE]))
    return (
        f"Start one: celery -A workers.app worker -P threads -Q {queues}, or docker compose up -d {name}; "
        "a worker that runs but is silent cannot reach the database."
    )


def _check(queue: str) -> str:
    return f"workers, {queue}"
