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
from contextlib import contextmanager
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
    simulator_url: str
    postgres_pid: int
    worker_pid: int
    directory: Path


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


@contextmanager
def house(*, slots: int, simulator_options: Sequence[str]) -> Iterator[House]:
    """Start everything, durable as in production, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="sales-agent-bench-") as folder:
        directory = Path(folder)
        postgres, valkey = EmbeddedPostgres(directory / "postgres"), EmbeddedValkey(directory / "valkey")
        postgres.start()
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
            simulator = [str(BIN / "python"), "-m", "simulator", "--port", str(port), *simulator_options]
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
            with running(simulator, environment=environment, log=directory / "simulator.log"):
                _wait_for_http(f"http://127.0.0.1:{port}/v1/tcp_warming")
                with running(worker, environment=environment, log=directory / "worker.log") as worker_pid:
                    engine = make_engine(settings)
                    _wait_for_worker(engine)
                    yield House(settings, engine, f"http://127.0.0.1:{port}", postgres.pid, worker_pid, directory)
                    engine.dispose()
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
