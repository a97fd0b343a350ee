"""One process and its group: how it ends, and what ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.embedded.log_tail import last_words
from cli.supervisor.child import ProcessChild, Program, how_it_ended
from cli.supervisor.patience import Patience

ROOT = Path(__file__).parents[3]
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); signal.pause()"
# starts a grandchild in its own group, then waits
PARENT = """
import signal, subprocess, sys
grandchild = subprocess.Popen([sys.executable, "-I", "-S", "-c", "import signal; signal.pause()"])
print(grandchild.pid, flush=True)
signal.pause()
"""
# a supervisor that starts a child and is then killed
SUPERVISOR = """
import os, signal, sys
from pathlib import Path
from cli.embedded.log_tail import last_words
from cli.supervisor.child import ProcessChild, Program
argv = (sys.executable, "-I", "-S", "-c", "import signal; signal.pause()")
directory = Path(sys.argv[1])
child = ProcessChild(Program("child", argv), environment=os.environ, directory=directory, log_file=directory / "log")
child.start()
print(child.pid, flush=True)
signal.pause()
"""


@pytest.fixture
def child_of(tmp_path: Path) -> Iterator[Callable[..., ProcessChild]]:
    children: list[ProcessChild] = []

    def make(script: str, *, stop_seconds: float = 5.0) -> ProcessChild:
        program = Program("child", (sys.executable, "-I", "-S", "-c", script), stop_seconds=stop_seconds)
        environment = {"PATH": os.defpath, "GREETING": "hello"}
        children.append(
            ProcessChild(program, environment=environment, directory=tmp_path, log_file=tmp_path / "child.log")
        )
        return children[-1]

    yield make
    for child in children:
        child.stop(Patience())


class TestProcessChild:
    def test_runs_with_exactly_its_environment_in_its_directory(
        self, child_of: Callable[..., ProcessChild], wait_until: Callable[..., None], tmp_path: Path
    ) -> None:
        child = child_of("import os; print(os.environ['GREETING'], 'HOME' in os.environ, os.getcwd())")
        child.start()
        wait_until(lambda: child.pid is None)
        assert child.exit_code == 0
        assert last_words(child.log_file) == f"hello False {tmp_path}"
        assert child.log_file.stat().st_mode & 0o077 == 0

    def test_kills_what_does_not_obey(
        self, child_of: Callable[..., ProcessChild], wait_until: Callable[..., None]
    ) -> None:
        child = child_of(STUBBORN, stop_seconds=0.2)
        child.start()
        wait_until(lambda: "ready" in last_words(child.log_file))
        child.stop(Patience())
        assert child.exit_code == -signal.SIGKILL

    def test_a_hurry_does_not_wait_for_the_stubborn(
        self, child_of: Callable[..., ProcessChild], wait_until: Callable[..., None]
    ) -> None:
        child = child_of(STUBBORN, stop_seconds=600)
        child.start()
        wait_until(lambda: "ready" in last_words(child.log_file))
        patience = Patience()
        patience.hurry()
        child.stop(patience)
        assert child.pid is None

    @pytest.mark.parametrize("how", ["stop", "restart after kill -9"])
    def test_its_group_goes_with_it(
        self,
        child_of: Callable[..., ProcessChild],
        wait_until: Callable[..., None],
        has_ended: Callable[[int], bool],
        how: str,
    ) -> None:
        child = child_of(PARENT)
        child.start()
        wait_until(lambda: last_words(child.log_file).isdigit())
        grandchild = int(last_words(child.log_file))
        if how == "stop":
            child.stop(Patience())
        else:
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            wait_until(lambda: child.pid is None)
            child.start()
        wait_until(lambda: has_ended(grandchild))

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child of its parent's death")
    def test_does_not_outlive_a_killed_supervisor(
        self, tmp_path: Path, wait_until: Callable[..., None], has_ended: Callable[[int], bool]
    ) -> None:
        command = [sys.executable, "-c", SUPERVISOR, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as supervisor:
            assert supervisor.stdout is not None
            pid = int(supervisor.stdout.readline())
            assert not has_ended(pid)
            supervisor.kill()
        wait_until(lambda: has_ended(pid))


class TestWords:
    @pytest.mark.parametrize(
        ("code", "words"), [(None, "did not start"), (3, "ended with exit code 3"), (-9, "was ended by SIGKILL")]
    )
    def test_say_how_a_process_ended(self, code: int | None, words: str) -> None:
        assert how_it_ended(code) == words

    def test_of_a_missing_log_are_not_an_error(self, tmp_path: Path) -> None:
        assert last_words(tmp_path / "absent.log") == "it wrote nothing"
