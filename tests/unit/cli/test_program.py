"""How this program is named to a person, by where they stand and what their shell finds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli.program import program


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of programs with this one in it, whose Python runs."""
    directory = tmp_path / "project" / ".venv" / "bin"
    directory.mkdir(parents=True)
    own = directory / "sales-agent"
    own.touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(directory / "python"))
    monkeypatch.setenv("PATH", "/nowhere")
    return own


class TestProgram:
    def test_is_the_bare_name_where_the_shell_finds_it(self, installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(installed.parent))
        assert program() == "sales-agent"

    def test_is_the_way_to_it_from_the_project(self, installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(installed.parents[2])
        assert program() == ".venv/bin/sales-agent"

    def test_is_the_whole_path_from_elsewhere(self, installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir("/")
        assert Path(f"/{program()}".replace("//", "/")) == installed

    def test_is_not_the_name_of_another_installation(
        self, installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "sales-agent").touch(mode=0o755)
        monkeypatch.setenv("PATH", str(other))
        monkeypatch.chdir(installed.parents[2])
        assert program() == ".venv/bin/sales-agent"
