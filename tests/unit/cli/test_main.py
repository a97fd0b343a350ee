"""The command line as a whole."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest
import structlog
from click.testing import CliRunner

from cli.main import COMMANDS, main


class TestMain:
    def test_tells_its_version(self) -> None:
        assert CliRunner().invoke(main, ["--version"]).stdout == f"sales-agent, version {version('sales-agent')}\n"

    def test_help_lists_every_command_with_examples(self) -> None:
        text = CliRunner().invoke(main, ["--help"]).stdout
        assert "Examples:" in text
        assert "Exit codes:" in text
        for name in COMMANDS:
            assert f"\n  {name} " in text

    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_command_has_help(self, name: str) -> None:
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert result.stdout.startswith(f"Usage: main {name}")

    def test_watching_does_not_load_the_database(self) -> None:
        code = "import cli.commands.watch, sys; sys.exit('sqlalchemy' in sys.modules or 'flask' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

    def test_the_houses_own_lines_stay_off_stdout(self, capsys: pytest.CaptureFixture[str]) -> None:
        CliRunner().invoke(main, ["watch", "--help"])
        structlog.get_logger("test").info("key_created")
        structlog.get_logger("test").warning("database_not_ready")
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "database_not_ready" in captured.err
        assert "key_created" not in captured.err
