"""`python -m workers.healthcheck [beat]`: exit code 0 while the worker, or beat, on this host is at work."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence

from shared.database.errors import DatabaseConnectionError
from shared.database.unit_of_work import unit_of_work
from shared.fleet.repository import FleetRepository
from shared.settings import SettingsError, get_settings
from workers.pulse import find_pulse_age_seconds

# beat wakes up at least every 5 s, and a broker that was away for a moment is no reason for alarm
BEAT_SLACK_SECONDS = 10.0


def main(arguments: Sequence[str] = ()) -> int:
    """0 when all is well, else 1 with one line that says why."""
    try:
        fault = find_fault_of_beat() if list(arguments) == ["beat"] else find_fault_of_worker()
    except SettingsError as error:
        fault = error.detail
    except DatabaseConnectionError:
        fault = "PostgreSQL does not answer, so the worker's heartbeat cannot be seen"
    if fault:
        print(fault, file=sys.stderr)  # noqa: T201 - Docker keeps what a health check prints
    return 1 if fault else 0


def find_fault_of_worker() -> str | None:
    """What is wrong with this host's worker: its heartbeat must be fresh and its process there."""
    with unit_of_work() as uow:
        pids = FleetRepository(uow.session).list_live_pids(hostname=socket.gethostname())
    if not pids:
        return "no worker of this host has reported in lately"
    return None if any(map(_is_running, pids)) else "the worker that reported in has ended"


def find_fault_of_beat() -> str | None:
    """What is wrong with this host's beat: three rhythms of the sweep, and some slack, may pass between two sweeps."""
    age = find_pulse_age_seconds()
    if age is None:
        return "beat has not sent a sweep yet"
    allowed = 3 * get_settings().SWEEP_INTERVAL_SECONDS + BEAT_SLACK_SECONDS
    return None if age <= allowed else f"beat sent its last sweep {age:.0f} s ago"


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
