"""The launcher: what it cannot do it says, and it becomes nothing else then."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.embedded.launch import CANNOT
from cli.embedded.process import LAUNCHER

PLAN = {"run_as": "same_user", "uid": 0, "gid": 0, "death_signal": None, "parent": 0, "must_write": []}


def launch(*argv: str, **changes: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(PLAN | changes), *argv],
        capture_output=True, text=True, check=False, timeout=20,
    )  # fmt: skip


class TestLaunch:
    def test_becomes_the_program_with_files_closed_to_others(self) -> None:
        done = launch(sys.executable, "-c", "import os; print(oct(os.umask(0)))")
        assert (done.stdout.strip(), done.returncode) == ("0o77", 0)

    def test_says_which_program_is_not_there(self) -> None:
        done = launch("/no/such/program")
        assert done.returncode == CANNOT
        assert done.stderr.startswith("launch: FileNotFoundError")

    def test_refuses_when_a_folder_is_out_of_reach(self, tmp_path: Path) -> None:
        done = launch(sys.executable, "-c", "print('ran')", must_write=[str(tmp_path / "absent")])
        assert (done.returncode, done.stdout) == (CANNOT, "")

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child of its parent's death")
    def test_does_not_start_for_a_parent_that_is_already_gone(self) -> None:
        done = launch(sys.executable, "-c", "print('ran')", death_signal=signal.SIGTERM, parent=1)
        assert (done.returncode, done.stdout) == (-signal.SIGTERM, "")
