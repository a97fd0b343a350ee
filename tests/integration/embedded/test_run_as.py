"""The services under every identity: root in a user namespace, root as nobody, an ordinary user in a closed home."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from cli.embedded.binaries import copy_programs, find_postgres, find_valkey
from cli.embedded.place import can_run, is_reachable
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.run_as import RunAs, identity_for
from cli.embedded.service import EmbeddedService
from cli.embedded.valkey import EmbeddedValkey

ROOT = Path(__file__).parents[3]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="changing to another user needs root")
services = pytest.mark.parametrize("kind", [EmbeddedPostgres, EmbeddedValkey])

# starts both services twice in the directory given, and says what it found
ORDINARY = """
import os, sys
from pathlib import Path
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.valkey import EmbeddedValkey
for kind in (EmbeddedPostgres, EmbeddedValkey):
    for _ in range(2):
        with kind(Path(sys.argv[1]) / kind.name) as service:
            assert service.ready()
            assert service.data_directory.is_relative_to(sys.argv[1])
            assert service.data_directory.stat().st_uid == os.getuid()
print("ready")
"""


def python_for_everybody() -> Path | None:
    """An interpreter like ours that another user may run: ours may lie in a home that is closed."""
    version = f"python3.{sys.version_info.minor}"
    found = shutil.which(version, path=os.defpath)
    for candidate in (sys.executable, found):
        if candidate and (os.geteuid() != 0 or is_reachable(Path(candidate).resolve().parent)):
            return Path(candidate)
    return None


PYTHON = python_for_everybody()
PACKAGES = Path(psutil.__file__).parents[1]


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    yield home
    assert stat.S_IMODE(home.stat().st_mode) == 0o700, "no permission outside the data directory may change"


def faster(kind: type[EmbeddedService]) -> dict[str, Any]:
    return {"durable": False} if kind is EmbeddedPostgres else {}


def permissions(path: Path) -> list[tuple[str, int, int]]:
    return [(str(each), each.stat().st_mode, each.stat().st_uid) for each in (path, *path.parents)]


@needs_root
class TestRoot:
    @services
    def test_keeps_data_in_a_closed_tree_through_a_user_namespace(
        self, closed: Path, kind: type[EmbeddedService]
    ) -> None:
        if not can_run(identity_for(RunAs.USER_NAMESPACE), directory=closed, programs=find_postgres()):
            pytest.skip("this kernel or container allows no user namespace")
        before = permissions(closed)
        with kind(closed / "service", run_as=RunAs.USER_NAMESPACE, **faster(kind)) as service:
            assert service.ready()
            assert service.data_directory == closed / "service" / "data"
            assert service.pid is not None
            # no capability of root is left: what it may read, it may as the owner of the files
            status = Path(f"/proc/{service.pid}/status").read_text()
            assert "CapEff:\t0000000000000000" in status
        assert permissions(closed) == before

    @services
    def test_keeps_data_outside_a_closed_tree_as_nobody(self, closed: Path, kind: type[EmbeddedService]) -> None:
        before = permissions(closed)
        users = pwd.getpwall()
        service = kind(closed / "service", run_as=RunAs.NOBODY, **faster(kind))
        try:
            first = service.start().url
            outside = service.data_directory
            assert not outside.is_relative_to(closed)
            assert stat.S_IMODE(outside.stat().st_mode) == 0o700
            assert outside.stat().st_uid == identity_for(RunAs.NOBODY).uid
            assert outside.parent.stat().st_uid == 0
            assert psutil.Process(service.pid).uids().effective == identity_for(RunAs.NOBODY).uid
            service.stop()
            with kind(closed / "service", run_as=RunAs.NOBODY, **faster(kind)) as again:
                assert again.url == first
                assert again.ready()
        finally:
            service.destroy()
        assert not outside.parent.exists()
        assert permissions(closed) == before
        assert pwd.getpwall() == users

    def test_moves_its_data_along_when_the_way_changes(self, closed: Path) -> None:
        service = EmbeddedValkey(closed / "service", run_as=RunAs.NOBODY)
        service.start().stop()
        outside = service.data_directory
        (outside / "witness").write_text("kept")
        with EmbeddedValkey(closed / "service", run_as=RunAs.SAME_USER) as moved:
            assert moved.data_directory == closed / "service" / "data"
            assert (moved.data_directory / "witness").read_text() == "kept"
            assert (moved.data_directory / "witness").stat().st_uid == 0
        service.destroy()

    def test_programs_of_a_closed_tree_run_from_a_copy(self, tmp_path: Path) -> None:
        nobody = identity_for(RunAs.NOBODY)
        service = EmbeddedPostgres(tmp_path / "postgres", run_as=RunAs.NOBODY, durable=False)
        service._find_programs = lambda: copy_programs(find_postgres(), tmp_path)  # type: ignore[method-assign]
        assert not is_reachable(tmp_path)
        try:
            assert service.start().ready()
            assert service.pid is not None
            program = Path(psutil.Process(service.pid).exe())
            assert program.is_relative_to(service.data_directory.parent / "programs")
            assert program.stat().st_uid != nobody.uid, "a server must not be able to change its own program"
            before = program.stat().st_ino
            service.stop()
            service.start()
            assert Path(psutil.Process(service.pid).exe()).stat().st_ino == before, "one copy serves every start"
        finally:
            service.destroy()


@pytest.fixture
def home_of_an_ordinary_user() -> Iterator[tuple[Path, dict[str, Any]]]:
    """A closed home directly below the folder for temporary files, and how to be its owner in a subprocess."""
    with tempfile.TemporaryDirectory() as home:
        if os.geteuid() != 0:
            yield Path(home), {}
            return
        nobody = identity_for(RunAs.NOBODY)
        if PYTHON is None or not all(map(is_reachable, (ROOT, PACKAGES, Path(home).parent))):
            pytest.skip("this tree is closed to other users: run the tests as an ordinary user to see it")
        os.chown(home, nobody.uid, nobody.gid)
        yield Path(home), {"user": nobody.uid, "group": nobody.gid, "extra_groups": []}


class TestOrdinaryUser:
    def test_just_works_in_a_closed_home(self, home_of_an_ordinary_user: tuple[Path, dict[str, Any]]) -> None:
        home, owner = home_of_an_ordinary_user
        paths = os.pathsep.join([str(ROOT), str(PACKAGES)])
        environment = {"PYTHONPATH": paths, "PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [str(PYTHON), "-c", ORDINARY, str(home)],
            **owner, cwd=home, env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert (done.stdout.strip(), done.returncode) == ("ready", 0), done.stderr
        assert stat.S_IMODE(home.stat().st_mode) == 0o700


class TestCopy:
    def test_is_whole_readable_and_made_once(self, tmp_path: Path) -> None:
        programs = find_valkey()
        copy = copy_programs(programs, tmp_path / "programs")
        assert copy["valkey-server"].read_bytes() == programs["valkey-server"].read_bytes()
        assert stat.S_IMODE(copy["valkey-server"].stat().st_mode) == 0o755
        before = copy["valkey-server"].stat().st_mtime_ns, copy["valkey-server"].stat().st_ino
        again = copy_programs(programs, tmp_path / "programs")
        assert (again["valkey-server"].stat().st_mtime_ns, again["valkey-server"].stat().st_ino) == before
