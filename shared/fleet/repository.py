"""Queries over worker heartbeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.queue.names import Queue

HEARTBEAT_SECONDS = 2.0
# three beats missed: the process is gone, or cut off from the database
FRESH_SECONDS = 3 * HEARTBEAT_SECONDS

_BEAT = text("""
INSERT INTO worker_heartbeats (process, hostname, pid, queues, slots, in_flight, version)
VALUES (:process, :hostname, :pid, CAST(:queues AS text[]), :slots, :in_flight, :version)
ON CONFLICT (process) DO UPDATE SET in_flight = excluded.in_flight, seen_at = clock_timestamp()
""")


@dataclass(frozen=True, slots=True)
class Beat:
    """One worker process as it reports itself."""

    process: str
    hostname: str
    pid: int
    queues: Sequence[str]
    slots: int
    in_flight: int
    version: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """The live processes that serve one queue, and their call slots together."""

    processes: int
    slots: int


class FleetRepository:
    """Writes and reads heartbeats within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def beat(self, beat: Beat) -> None:
        """Say that the process is alive."""
        self._session.execute(
            _BEAT,
            {
                "process": beat.process,
                "hostname": beat.hostname,
                "pid": beat.pid,
                "queues": list(beat.queues),
                "slots": beat.slots,
                "in_flight": beat.in_flight,
                "version": beat.version,
            },
        )

    def leave(self, process: str) -> None:
        """Take a process that stops in good order off the list."""
        self._session.execute(text("DELETE FROM worker_heartbeats WHERE process = :process"), {"process": process})

    def forget_silent(self) -> None:
        """Drop processes that have been silent for an hour."""
        self._session.execute(
            text("DELETE FROM worker_heartbeats WHERE seen_at < clock_timestamp() - interval '1 hour'")
        )

    def list_live_pids(self, *, hostname: str) -> list[int]:
        """Process ids of the fresh processes of a host; a container is a host of its own."""
        return list(
            self._session.scalars(
                text("""SELECT pid FROM worker_heartbeats WHERE hostname = :hostname
                        AND seen_at > clock_timestamp() - make_interval(secs => :fresh)"""),
                {"hostname": hostname, "fresh": FRESH_SECONDS},
            )
        )

    def count_live_by_queue(self) -> dict[Queue, int]:
        """Fresh processes a queue."""
        rows = self._session.execute(
            text("""SELECT q.name, count(*) AS live FROM worker_heartbeats, unnest(queues) AS q(name)
                    WHERE seen_at > clock_timestamp() - make_interval(secs => :fresh) GROUP BY q.name"""),
            {"fresh": FRESH_SECONDS},
        )
        known = {queue.value for queue in Queue}
        return {Queue(row.name): row.live for row in rows if row.name in known}

    def get_capacity(self, queue: Queue) -> Capacity:
        """What serves this queue now; nothing is 0 processes."""
        row = self._session.execute(
            text("""SELECT count(*) AS processes, coalesce(sum(slots), 0) AS slots FROM worker_heartbeats
                    WHERE :queue = ANY(queues) AND seen_at > clock_timestamp() - make_interval(secs => :fresh)"""),
            {"queue": queue.value, "fresh": FRESH_SECONDS},
        ).one()
        return Capacity(processes=row.processes, slots=int(row.slots))
