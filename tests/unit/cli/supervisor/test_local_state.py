"""local.json: what commands read and a later run trusts."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.supervisor.local_state import LocalState, read_local, stop_leftovers


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], start_new_session=True) as process:
        yield process
        process.kill()


class TestLocalState:
    def test_is_closed_to_others_and_keeps_what_is_not_changed(self, tmp_path: Path) -> None:
        state = LocalState(tmp_path)
        state.write(api_key="sa_x", api_url="http://127.0.0.1:8001/api/v1")
        state.write(api_url="http://127.0.0.1:8002/api/v1")
        assert read_local(tmp_path) == {"api_key": "sa_x", "api_url": "http://127.0.0.1:8002/api/v1"}
        assert stat.S_IMODE((tmp_path / "local.json").stat().st_mode) == 0o600
        assert [path.name for path in tmp_path.iterdir()] == ["local.json"], "no half-written file is left"

    def test_pids_are_those_of_living_processes(self, tmp_path: Path) -> None:
        LocalState(tmp_path).write_pids({"api": os.getpid(), "beat": None, "gone": 2**22 + 1})
        assert read_local(tmp_path)["pids"] == {"api": os.getpid()}
        assert read_local(tmp_path)["started_at"].keys() == {"api"}

    @pytest.mark.parametrize("text", [None, "{", "[]"])
    def test_a_file_that_says_nothing_reads_as_empty(self, tmp_path: Path, text: str | None) -> None:
        if text is not None:
            (tmp_path / "local.json").write_text(text)
        assert read_local(tmp_path) == {}


class TestStopLeftovers:
    def test_ends_who_is_still_the_one_written_down(self, tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
        LocalState(tmp_path).write_pids({"api": sleeper.pid})
        assert stop_leftovers(read_local(tmp_path)) == ["api"]
        assert sleeper.wait(timeout=5) == -signal.SIGTERM

    def test_leaves_a_stranger_with_the_same_pid_alone(self, tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
        LocalState(tmp_path).write_pids({"api": sleeper.pid})
        state = read_local(tmp_path)
        state["started_at"]["api"] -= 3600
        assert stop_leftovers(state) == []
        assert sleeper.poll() is None

    def test_leaves_the_databases_to_themselves(self, tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
        LocalState(tmp_path).write_pids({"postgres": sleeper.pid})
        assert stop_leftovers(json.loads((tmp_path / "local.json").read_text())) == []
        assert sleeper.poll() is None
