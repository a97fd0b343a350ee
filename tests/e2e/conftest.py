"""One running product for all end-to-end tests, with a provider that invents quotes and obeys leads."""

from __future__ import annotations

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
    with running_stack(directory, arguments=["--simulator-args", simulator]) as running:
        yield running


@pytest.fixture(scope="session")
def sales_agent(stack: RunningStack) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `sales-agent …` as a user would beside the running product."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            env={**os.environ, "SALES_AGENT_DIR": str(stack.directory)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
