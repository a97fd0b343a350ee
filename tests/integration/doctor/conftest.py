"""What `sales-agent doctor` examines: real servers, a real simulator, and the program itself in a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cli.embedded.ports import free_port
from cli.supervisor.readiness import ask
from shared.database.unit_of_work import unit_of_work
from shared.fleet.repository import Beat, FleetRepository
from shared.queue.names import Queue
from shared.queue.pulse import connect_broker, note_pulse
from shared.queue.transport import SWEEP_QUEUE
from shared.settings import Settings
from tests.doubles.stack import wait_for

KEY = "key-of-the-tests"


@dataclass(frozen=True)
class Diagnosis:
    """What the program said and how it ended."""

    exit_code: int
    healthy: bool
    checks: dict[str, dict[str, str]]
    output: str

    @property
    def faults(self) -> dict[str, str]:
        """What is at fault: the thing, with what was found and what to do."""
        return {
            name: f"{check['found']} | {check['remedy']}"
            for name, check in self.checks.items()
            if check["state"] == "fault"
        }


Diagnose = Callable[..., Diagnosis]


@pytest.fixture(scope="session")
def provider_url() -> Iterator[str]:
    """A simulator that takes one key only."""
    url = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "simulator", "--port", url.rpartition(":")[2], "--api-key", KEY]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: ask(f"{url}/v1/models") is not None, seconds=30, what="the simulator to answer")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def well_around(empty_database: Settings, environment: dict[str, str], provider_url: str) -> dict[str, str]:
    """The variables of surroundings in which all is well: live workers, a beat that has just sent a sweep."""
    with unit_of_work() as uow:
        for queue in Queue:
            queues = [queue.value, SWEEP_QUEUE]
            beat = Beat(f"host:1:{queue}", "host", 1, queues=queues, slots=32, in_flight=2, version="0")
            FleetRepository(uow.session).beat(beat)
        # on a busy machine the program may start later than a heartbeat stays fresh
        uow.session.execute(text("UPDATE worker_heartbeats SET seen_at = clock_timestamp() + interval '5 min'"))
    with connect_broker(str(empty_database.REDIS_URL)) as client:
        note_pulse(client)
    return {**environment, "CEREBRAS_BASE_URL": provider_url, "CEREBRAS_API_KEY": KEY}


@pytest.fixture
def diagnose(well_around: dict[str, str], tmp_path: Path) -> Diagnose:
    """Runs `sales-agent doctor --json` with these variables instead."""

    def run(**changed: str) -> Diagnosis:
        return run_doctor({**well_around, **changed}, tmp_path)

    return run


def run_doctor(variables: Mapping[str, str], directory: Path) -> Diagnosis:
    """One run of the program in an empty directory."""
    names = ("CEREBRAS_", "DATABASE_", "REDIS_", "SALES_AGENT_", "SWEEP_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "doctor", "--json"],
        env={**clean, **variables, "PYTHONPATH": str(Path(__file__).parents[3])},
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    document: dict[str, Any] = json.loads(done.stdout)
    checks = {check["check"]: check for check in document["checks"]}
    return Diagnosis(done.returncode, document["healthy"], checks, done.stdout + done.stderr)
