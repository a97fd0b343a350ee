"""A house to measure: embedded PostgreSQL and Valkey, one simulator, one worker process; all in a folder that goes."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

from cli.embedded.ports import free_port
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.valkey import EmbeddedValkey
from migrations.upgrade import upgrade
from shared.database.engine import make_engine
from shared.settings import Settings, load_settings

BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class House:
    """What runs, and how to reach it."""

    settings: Settings
    engine: Engine
    postgres_pid: int
    worker_pid: int
    directory: Path
    simulator: Simulator


@contextmanager
def running(arguments: Sequence[str], *, environment: dict[str, str], log: Path) -> Iterator[int]:
    """A child process that is ended in good order; yields its pid."""
    with log.open("wb") as output:
        child = subprocess.Popen(arguments, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield child.pid
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(timeout=40)


class Simulator:
    """The provider's stand-in, which can begin anew: then equal requests take equally long again."""

    def __init__(self, port: int, options: Sequence[str], *, environment: dict[str, str], log: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._arguments = [str(BIN / "python"), "-m", "simulator", "--port", str(port), *options]
        self._environment = environment
        self._log = log
        self._running = ExitStack()

    def begin(self) -> None:
        """Start it, or end it and start it again, and wait until it answers."""
        self.end()
        self._running.enter_context(running(self._arguments, environment=self._environment, log=self._log))
        _wait_for_http(f"{self.url}/v1/tcp_warming")

    def end(self) -> None:
        """End it if it runs."""
        self._running.close()


@contextmanager
def house(*, slots: int, simulator_options: Sequence[str]) -> Iterator[House]:
    """Start everything, durable as in production, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="sales-agent-bench-") as folder:
        directory = Path(folder)
        postgres, valkey = EmbeddedPostgres(directory / "postgres"), EmbeddedValkey(directory / "valkey")
        postgres.start()
        postgres_pid = postgres.pid
        if postgres_pid is None:
            raise ChildProcessError("PostgreSQL ended as soon as it had started")
        valkey.start()
        try:
            upgrade(postgres.url)
            port = free_port()
            environment = os.environ | {
                "APP_ENV": "production",
                "DATABASE_URL": postgres.url,
                "REDIS_URL": valkey.url,
                "APP_SECRET": secrets.token_hex(32),
                "CEREBRAS_API_KEY": "benchmark",
                "CEREBRAS_BASE_URL": f"http://127.0.0.1:{port}",
                "LLM_PROVIDER": "simulator",
                "WORKER_CALL_SLOTS": str(slots),
            }
            os.environ.update(environment)
            settings = load_settings()
            simulator = Simulator(port, simulator_options, environment=environment, log=directory / "simulator.log")
            worker = [
                str(BIN / "celery"),
                "-A",
                "workers.app",
                "worker",
                "-P",
                "threads",
                "-c",
                "4",
                "-Q",
                "bulk,interactive,housekeeping",
                "-n",
                "bench@%h",
                "--without-gossip",
                "--without-mingle",
            ]
            simulator.begin()
            try:
                with running(worker, environment=environment, log=directory / "worker.log") as worker_pid:
                    engine = make_engine(settings)
                    _wait_for_worker(engine)
                    yield House(settings, engine, postgres_pid, worker_pid, directory, simulator)
                    engine.dispose()
            finally:
                simulator.end()
        finally:
            valkey.stop()
            postgres.stop()


def _wait_for_http(url: str) -> None:
    deadline = time.monotonic() + 15
    while True:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - our own loopback address
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _wait_for_worker(engine: Engine) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            if connection.scalar(text("SELECT count(*) FROM worker_heartbeats")):
                return
        time.sleep(0.05)
    raise TimeoutError("the worker did not report in within 30 s")
