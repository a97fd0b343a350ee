"""One living holder at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.embedded.errors import ServiceInUse
from cli.embedded.lock import DirectoryLock

HOLD = """
import sys, time
from pathlib import Path
from cli.embedded.lock import DirectoryLock
DirectoryLock(Path(sys.argv[1]), in_use="").acquire()
print("held", flush=True)
time.sleep(60)
"""
ROOT = Path(__file__).parents[4]


class TestDirectoryLock:
    def test_names_the_holder_to_whoever_comes_second(self, tmp_path: Path) -> None:
        with DirectoryLock(tmp_path / "lock", in_use=""):
            second = DirectoryLock(tmp_path / "lock", in_use="It is taken; stop the other")
            with pytest.raises(ServiceInUse, match=rf"It is taken; stop the other \(process {os.getpid()}\)"):
                second.acquire()
        with second:
            assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"

    def test_is_lifted_by_the_holders_death(self, tmp_path: Path) -> None:
        path = tmp_path / "lock"
        command = [sys.executable, "-c", HOLD, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(ServiceInUse):
                DirectoryLock(path, in_use="").acquire()
            holder.kill()
            holder.wait()
        with DirectoryLock(path, in_use=""):
            pass

    def test_is_taken_anew_when_its_file_was_removed(self, tmp_path: Path) -> None:
        with DirectoryLock(tmp_path / "lock", in_use="") as lock:
            (tmp_path / "lock").unlink()
            lock.acquire()
            with pytest.raises(ServiceInUse):
                DirectoryLock(tmp_path / "lock", in_use="").acquire()

    def test_never_follows_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(OSError, match="symbolic link"):
            DirectoryLock(tmp_path / "lock", in_use="").acquire()
        assert not (tmp_path / "elsewhere").exists()
