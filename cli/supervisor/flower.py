"""Flower, Celery's page for operators: where it is, behind which password, and that it only shows."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from cli.embedded.ports import HOST, free_port, is_free
from cli.supervisor.environment import kept_secret
from cli.supervisor.errors import StackFault
from shared.settings import Settings

USUAL_PORT = 5555
USER = "operator"
PASSWORD = "FLOWER_PASSWORD"  # noqa: S105 - the name under which it is kept


def flower_url(port: int | None) -> str:
    """Where Flower will be; raises StackFault when the wanted port is taken, or Flower is not installed."""
    if importlib.util.find_spec("flower") is None:
        raise StackFault("Flower is not installed; install the project anew (make up), or leave it out: --no-flower.")
    if port is not None and not is_free(port):
        raise StackFault(f"Port {port} is in use by another program; choose another with --flower-port.")
    return f"http://{HOST}:{port or (USUAL_PORT if is_free(USUAL_PORT) else free_port())}"


def flower_environment(environment: Mapping[str, str], *, url: str, directory: Path) -> dict[str, str]:
    """What Flower is told: the broker and its own settings; nothing of ours, least of all the provider's key."""
    ours = {name for name in environment if name in Settings.model_fields or name.startswith(("FLOWER_", "CELERY_"))}
    return {
        **{name: value for name, value in environment.items() if name not in ours},
        "CELERY_BROKER_URL": environment["REDIS_URL"],
        "FLOWER_ADDRESS": HOST,
        "FLOWER_PORT": str(urlsplit(url).port),
        "FLOWER_BASIC_AUTH": f"{USER}:{kept_secret(directory, PASSWORD)}",
        "FLOWER_COOKIE_SECRET": kept_secret(directory, "FLOWER_COOKIE_SECRET"),
        # closes /metrics and /healthcheck, too
        "FLOWER_CONF": str(_configuration()),
        "FLOWER_READ_ONLY": "true",
        "FLOWER_PERSISTENT": "true",
        "FLOWER_DB": str(directory / "flower"),
        "FLOWER_STATE_SAVE_INTERVAL": "60000",  # milliseconds; without it a crash forgets everything since the start
        "FLOWER_MAX_TASKS": "10000",
        "FLOWER_PURGE_OFFLINE_WORKERS": "3600",
        # the job's id and the slice's counts among them
        "FLOWER_TASKS_COLUMNS": "name,args,state,result,received,runtime,worker",
    }


def how_to_look(url: str, directory: Path) -> str:
    """Address and name for a person; the password stays in its file, since terminals are shown around."""
    return f"{url}  (sign in as {USER}; the password is {PASSWORD} in {directory / 'secrets.json'})"


def _configuration() -> Path:
    spec = importlib.util.find_spec("workers")
    if spec is None or not spec.submodule_search_locations:
        raise StackFault("The package `workers` is not installed; install the project anew (make up).")
    return Path(spec.submodule_search_locations[0]) / "flowerconfig.py"
