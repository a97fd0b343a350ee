"""The wheel that the images install holds every file of our packages; what is missing is missed in production only."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.reading import PRODUCT, TREE


def files_of(room: str) -> set[str]:
    """Every file of a package, whatever it is, but what Python and tools leave behind."""
    found = (path for path in (TREE / room).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(TREE).as_posix() for path in found}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built as the Dockerfiles build it, from a copy."""
    copy = tmp_path_factory.mktemp("tree")
    for name in ("README.md", "pyproject.toml", "setup.cfg"):
        shutil.copy(TREE / name, copy)
    for room in PRODUCT:
        shutil.copytree(TREE / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--no-build-isolation", "--wheel-dir", str(copy / "wheels"), "."]  # fmt: skip
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    built: Path = next((copy / "wheels").glob("sales_agent-*.whl"))
    return set(zipfile.ZipFile(built).namelist())


@pytest.mark.parametrize("room", PRODUCT)
def test_every_file_of_a_package_is_in_the_wheel(wheel: set[str], room: str) -> None:
    assert len(files_of(room)) > 1
    assert files_of(room) - wheel == set()
