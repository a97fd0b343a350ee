"""Runs commands as a person runs them, against recorded answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from tests.unit.cli.answers import CSV, Run
from tests.unit.cli.conftest import KEY, RecordedApi


@pytest.fixture
def run(api_server: RecordedApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line with the recorded API in the environment and no pauses between looks."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cli.client.follow.SHORTEST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr("cli.client.follow.LONGEST_PAUSE_SECONDS", 0.001)
    (tmp_path / "leads.csv").write_text(CSV)
    environ = {"SALES_AGENT_URL": api_server.url, "SALES_AGENT_API_KEY": KEY, "COLUMNS": "100", "SALES_AGENT_DIR": None}

    def invoke(*arguments: str, stdin: str | bytes | None = None, **more: str | None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=stdin, env={**environ, **more})

    return invoke
