"""One running product for all end-to-end tests, with a provider that invents quotes and obeys leads."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.doubles.stack import RunningStack, running_stack

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """`sales-agent up` in an empty directory."""
    simulator = "--ledger memory --invent-quotes 0.05 --obey-instructions"
    directory = tmp_path_factory.mktemp("stack")
    # whether somebody has built a dashboard must not change what a test sees
    environment = {"DASHBOARD_DIR": str(directory / "no-dashboard")}
    with running_stack(directory, arguments=["--simulator-args", simulator], environment=environment) as running:
        yield running


@pytest.fixture(scope="session")
def sales_agent_in() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `sales-agent …` as a user would beside the product of a directory."""

    def run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            env={**os.environ, "SALES_AGENT_DIR": str(directory)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def sales_agent(
    stack: RunningStack, sales_agent_in: Callable[..., subprocess.CompletedProcess[str]]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `sales-agent …` beside the running product."""
    return functools.partial(sales_agent_in, stack.directory)
