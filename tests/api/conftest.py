"""One running stack for all requests, generated and provoked, and a second API whose database is away."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from cli.embedded.ports import free_port
from tests.api.seen import PROVOKED, Operation, operations
from tests.api.things import Call, Things, prepare
from tests.doubles.stack import RunningStack, running_stack, wait_for

TREE = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """`sales-agent up` in an empty directory, with a provider that refuses some leads; a body of 2 MB is too large."""
    directory = tmp_path_factory.mktemp("stack")
    simulator = "--ledger memory --latency-ms-median 100 --latency-ms-p99 300 --error-share filtered=0.25"
    environment = {"MAX_BODY_MB": "1", "LOG_LEVEL": "INFO", "DASHBOARD_DIR": str(directory / "no-dashboard")}
    with running_stack(
        directory, arguments=["--slots", "8", "--simulator-args", simulator], environment=environment
    ) as running:
        yield running


@pytest.fixture(scope="session")
def call(stack: RunningStack) -> Call:
    """Ask the running API, signed as provoked; `key=None` sends none."""
    return caller(stack.local["api_url"], stack.local["api_key"])


def caller(url: str, own: str) -> Call:
    """How to ask an API at this address; `path` is below the version prefix."""

    def ask(method: str, path: str, *, key: str | None = own, **said: Any) -> requests.Response:
        headers = {"X-Request-Id": PROVOKED, **said.pop("headers", {})}
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        return requests.request(method, url + path, headers=headers, timeout=30, **said)

    return ask


@pytest.fixture(scope="session")
def things(stack: RunningStack, call: Call) -> Things:
    """What there is to ask for."""
    return prepare(stack, call)


@pytest.fixture(scope="session")
def documented() -> list[Operation]:
    """Every operation of the document, which a test of its own holds equal to the code."""
    return operations(json.loads((TREE / "docs/openapi.json").read_text()))


@pytest.fixture(scope="session")
def make_key(stack: RunningStack) -> Callable[..., str]:
    """A key of the running stack with these scopes."""

    def make(*scopes: str) -> str:
        command = [sys.executable, "-m", "cli.main", "keys", "create", f"tests-{'-'.join(scopes)}"]
        command += [word for scope in scopes for word in ("--scope", scope)]
        environment = {**os.environ, "SALES_AGENT_DIR": str(stack.directory)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.strip()

    return make


@pytest.fixture(scope="session")
def stranded_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the API without a database writes its log."""
    return tmp_path_factory.mktemp("stranded") / "api.log"


@pytest.fixture(scope="session")
def stranded(stack: RunningStack, stranded_log: Path) -> Iterator[Call]:
    """Ask an API whose database and broker are away, with a key that would be good."""
    port, nowhere = free_port(), free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://nobody@127.0.0.1:{nowhere}/none",
        "REDIS_URL": f"redis://127.0.0.1:{nowhere}/0",
        "APP_SECRET": secrets.token_hex(24),
        "CEREBRAS_API_KEY": "none",
        "LOG_LEVEL": "INFO",
    }
    # without our configuration, which waits for PostgreSQL before it starts
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "-b", f"127.0.0.1:{port}", "api.app:create_app()"]
    with stranded_log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=TREE, env=environment, stdout=stream, stderr=subprocess.STDOUT)
    ask = caller(f"http://127.0.0.1:{port}/api/v1", stack.local["api_key"])
    try:
        wait_for(lambda: _answers(ask), seconds=30, what="the API without a database")
        yield ask
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(ask: Call) -> bool:
    try:
        return ask("GET", "/health").status_code == 200
    except requests.RequestException:
        return False
