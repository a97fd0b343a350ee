"""The whole product in real processes, as `sales-agent up` runs it, for end-to-end and fault tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import requests

from cli.embedded.ports import free_port

START_SECONDS = 60.0
STOP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class RunningStack:
    """A running `sales-agent up`, its directory and how to call it."""

    directory: Path
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def local(self) -> dict[str, Any]:
        """local.json as it is now."""
        state: dict[str, Any] = json.loads((self.directory / "local.json").read_text())
        return state

    def pid(self, name: str) -> int:
        """The process of this name that runs now."""
        return int(self.local["pids"][name])

    def api(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        """One authorised call; `path` is below the version prefix. Waits out a database that is away."""
        local = self.local
        headers = {"Authorization": f"Bearer {local['api_key']}", **kwargs.pop("headers", {})}
        return requests.request(method, local["api_url"] + path, headers=headers, timeout=30, **kwargs)

    def ledger(self) -> dict[str, Any]:
        """What the simulator has billed."""
        url = f"{self.local['simulator_url']}/control/ledger"
        counts: dict[str, Any] = requests.get(url, params={"summary": "1"}, timeout=10).json()
        return counts

    def wait_for_job(self, job_id: str, *, seconds: float = 60.0) -> dict[str, Any]:
        """The job once it has ended."""
        job: dict[str, Any] = {}

        def ended() -> bool:
            job.update(self.api("GET", f"/jobs/{job_id}").json())
            return job["completed_at"] is not None

        wait_for(ended, seconds=seconds, what="the job to end")
        return job

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows straight from PostgreSQL."""
        connection = psycopg2.connect(self.local["database_url"])
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall()
        finally:
            connection.close()


@contextmanager
def running_stack(
    directory: Path, *, arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Iterator[RunningStack]:
    """Start `sales-agent up` in an empty directory and stop it with Ctrl-C's signal at the end."""
    directory.mkdir(parents=True, exist_ok=True)
    output = directory / "up.txt"
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("CEREBRAS_", "DATABASE_", "REDIS_"))
    }
    command = [sys.executable, "-m", "cli.main", "up", "--dir", str(directory), "--port", str(free_port())]
    command += ["--no-flower", *arguments]
    with output.open("wb") as stream:
        process = subprocess.Popen(
            command, stdout=stream, stderr=subprocess.STDOUT, cwd=directory, env={**clean, **(environment or {})}
        )
    stack = RunningStack(directory=directory, process=process, output=output)
    try:
        _wait_until_ready(stack)
        yield stack
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(timeout=STOP_SECONDS)


def _wait_until_ready(stack: RunningStack) -> None:
    def ready() -> bool:
        if stack.process.poll() is not None:
            raise AssertionError(f"`sales-agent up` ended early:\n{stack.output.read_text()[-3000:]}")
        try:
            said = "Sales Agent is running" in stack.output.read_text()
            return said and stack.api("GET", "/ready").status_code == 200
        except (OSError, KeyError, ValueError, requests.RequestException):
            return False

    wait_for(ready, seconds=START_SECONDS, what="the stack to be ready")


def wait_for(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Poll until the condition holds; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.05)
