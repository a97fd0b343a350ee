"""API, worker, beat and migrations refuse to start without a required setting, and name it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from cli.embedded.ports import free_port
from shared.settings import Settings
from tests.architecture.compose_file import SERVICES
from tests.architecture.reading import TREE

REQUIRED = [name for name, field in Settings.model_fields.items() if field.is_required()]
ENVIRONMENT = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "APP_SECRET": "0123456789abcdef" * 3,
    "CEREBRAS_API_KEY": "test-key",
}


def command_of(service: str) -> list[str]:
    """What compose runs for a service, or the image by itself, as a module of this Python; the API on a free port."""
    argv = SERVICES[service].get("command")
    if argv is None:
        last = re.findall(r"^CMD (\[.*\])$", (TREE / "Dockerfile.api").read_text(), flags=re.MULTILINE)[-1]
        argv = json.loads(last)
        argv[argv.index("--config") + 1] = str(TREE / "api/gunicorn.conf.py")
        argv[argv.index("--bind") + 1] = f"127.0.0.1:{free_port()}"
    return [sys.executable, "-m", *(argv[2:] if argv[:2] == ["python", "-m"] else argv)]


def start_without(name: str, service: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Start a service with every required setting but one, in a directory without a `.env`."""
    return start({key: value for key, value in ENVIRONMENT.items() if key != name}, service, directory)


def start(environment: Mapping[str, str], service: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Start a service in this environment and wait for its end, in a directory without a `.env`."""
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(TREE)}
    return subprocess.run(
        command_of(service), env={**bare, **environment}, cwd=directory, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("service", ["api", "worker-interactive", "worker-bulk", "beat"])
def test_a_missing_setting_stops_the_start_and_is_named(service: str, name: str, tmp_path: Path) -> None:
    done = start_without(name, service, tmp_path)
    assert done.returncode not in (0, None)
    said = done.stdout + done.stderr
    assert f"{name}: is not set" in said
    assert not [other for other in REQUIRED if other != name and f"{other}: is not set" in said]


@pytest.mark.parametrize("service", ["worker-interactive", "worker-bulk"])
def test_a_worker_that_cannot_be_set_up_ends_and_says_why(service: str, tmp_path: Path) -> None:
    # psycopg2 refuses the URL's option: no wait for a server mends that
    odd = ENVIRONMENT | {"DATABASE_URL": ENVIRONMENT["DATABASE_URL"] + "?zyqodd=1"}
    done = start(odd, service, tmp_path)
    assert done.returncode == 1
    [line] = [json.loads(line) for line in done.stderr.splitlines() if "worker_start_failed" in line]
    assert (line["event"], line["level"], line["service"]) == ("worker_start_failed", "critical", "worker")
    assert line["exception"][0]["frames"]
    assert "zyqodd" not in done.stdout + done.stderr


def test_migrations_refuse_without_their_database(tmp_path: Path) -> None:
    done = start_without("DATABASE_URL", "migrate", tmp_path)
    assert done.returncode == 2
    assert "DATABASE_URL is not set" in done.stderr


@pytest.mark.parametrize("value", ["", " \n"])
def test_migrations_take_blanks_for_no_database(value: str, tmp_path: Path) -> None:
    done = start(ENVIRONMENT | {"DATABASE_URL": value}, "migrate", tmp_path)
    assert (done.returncode, "DATABASE_URL is not set" in done.stderr) == (2, True)
