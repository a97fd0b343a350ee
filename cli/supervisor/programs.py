"""The command lines of our own processes."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

from cli.embedded.ports import HOST
from cli.supervisor.child import Program
from cli.supervisor.errors import StackFault
from shared.queue.names import Queue
from shared.queue.transport import SWEEP_QUEUE
from shared.settings import Settings

# the process aborts its calls after the grace; saving and releasing leases takes a moment more
WORKER_STOP_EXTRA_SECONDS = 5.0
# a little more than gunicorn's graceful_timeout
API_STOP_SECONDS = 32.0


def migrations_program() -> Program:
    """Brings the database to the newest migration, then ends."""
    return Program("migrations", _python("migrations"))


def simulator_program(*, port: int, arguments: Sequence[str], ledger: Path) -> Program:
    """The stand-in for the provider; its ledger survives restarts unless the arguments say otherwise."""
    told = any(argument.split("=")[0] == "--ledger" for argument in arguments)
    more = arguments if told else ("--ledger", str(ledger), *arguments)
    return Program("simulator", _python("simulator", "--host", HOST, "--port", str(port), *more), stop_seconds=7.0)


def api_program(*, port: int) -> Program:
    """gunicorn with the API's own configuration, on loopback."""
    argv = _python("gunicorn", "-c", str(_file_of("api", "gunicorn.conf.py")), "--bind", f"{HOST}:{port}")
    return Program("api", (*argv, "api.app:create_app()"), stop_seconds=API_STOP_SECONDS)


def worker_programs(settings: Settings, *, bulk_workers: int) -> list[Program]:
    """One process for small jobs and `bulk_workers` for large ones; each takes housekeeping, too."""
    names = [(Queue.INTERACTIVE, "worker-interactive"), (Queue.BULK, "worker-bulk")]
    names += [(Queue.BULK, f"worker-bulk-{number}") for number in range(2, bulk_workers + 1)]
    return [_worker(name, queue, settings) for queue, name in names]


def beat_program() -> Program:
    """The one scheduler."""
    return Program("beat", _python("celery", "--quiet", "-A", "workers.app", "beat"))


def flower_program() -> Program:
    """Celery's page for operators; whose, where and behind which password is in its environment (flower.py)."""
    return Program("flower", _python("celery", "--quiet", "flower"))


def _worker(name: str, queue: Queue, settings: Settings) -> Program:
    # gossip and mingle tell workers of one another, which ours need not know, and cost a second at the start
    argv = _python(
        "celery", "--quiet", "-A", "workers.app", "worker", "-P", "threads", "-c", str(settings.WORKER_SLICES),
        "-Q", f"{queue},{SWEEP_QUEUE}", "-n", f"{name}@%h", "--without-gossip", "--without-mingle",
    )  # fmt: skip
    return Program(name, argv, stop_seconds=settings.STOP_GRACE_SECONDS + WORKER_STOP_EXTRA_SECONDS)


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


def _file_of(package: str, name: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise StackFault(f"The package `{package}` is not installed; install the project anew (make up).")
    return Path(spec.submodule_search_locations[0]) / name
