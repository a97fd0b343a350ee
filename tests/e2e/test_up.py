"""`sales-agent up` starts, repairs and stops its processes, and says plainly when it cannot."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil

from tests.doubles.stack import RunningStack, running_stack, wait_for


class TestUp:
    def test_starts_a_dead_child_again(self, stack: RunningStack) -> None:
        dead = stack.pid("worker-interactive")
        os.kill(dead, signal.SIGKILL)
        wait_for(lambda: stack.local["pids"].get("worker-interactive", dead) != dead, seconds=20, what="another worker")
        wait_for(lambda: stack.api("GET", "/ready").status_code == 200, seconds=20, what="the stack to be ready")

    def test_ctrl_c_leaves_no_process_behind(self, tmp_path: Path) -> None:
        with running_stack(tmp_path / "second") as second:
            pids = set(second.local["pids"].values())
            assert len(pids) >= 7
            # the API's and the database's own children, too
            pids |= {child.pid for child in psutil.Process(second.process.pid).children(recursive=True)}
            second.process.send_signal(signal.SIGINT)
            assert second.process.wait(timeout=60) == 0
        assert [pid for pid in pids if psutil.pid_exists(pid)] == []

    def test_names_a_port_that_is_taken(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = self._up(tmp_path, "--port", str(port))
        assert done.returncode not in {0, -signal.SIGTERM}
        assert str(port) in done.stderr
        assert "--port" in done.stderr

    def test_names_a_bad_variable_and_not_its_value(self, tmp_path: Path) -> None:
        done = self._up(tmp_path, environment={"WORKER_CALL_SLOTS": "many-zyq"})
        assert done.returncode != 0
        assert "WORKER_CALL_SLOTS" in done.stderr
        assert "many-zyq" not in done.stderr

    def _up(
        self, directory: Path, *arguments: str, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cli.main", "up", "--dir", str(directory / "third"), *arguments],
            env={**os.environ, **(environment or {})},
            cwd=directory,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
