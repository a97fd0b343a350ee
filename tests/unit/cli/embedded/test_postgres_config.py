"""The configuration that keeps lead text out of the log and data on the disk."""

from __future__ import annotations

import pytest

from cli.embedded.postgres_config import HBA, render_settings


class TestRenderSettings:
    @pytest.mark.parametrize(
        "line",
        [
            "listen_addresses = '127.0.0.1'",
            "unix_socket_directories = ''",
            "log_error_verbosity = 'terse'",
            "log_min_error_statement = 'panic'",
            "log_min_messages = 'log'",
            "log_statement = 'none'",
            "log_parameter_max_length_on_error = '0'",
            "password_encryption = 'scram-sha-256'",
            "port = '20001'",
        ],
    )
    def test_says(self, line: str) -> None:
        assert line in render_settings(port=20001, durable=True).splitlines()

    def test_gives_up_durability_only_when_told(self) -> None:
        assert "fsync" not in render_settings(port=1, durable=True)
        assert "fsync = 'off'" in render_settings(port=1, durable=False)
        assert "synchronous_commit" not in render_settings(port=1, durable=False), "a killed process must lose nothing"


class TestHba:
    def test_lets_nobody_in_without_a_password(self) -> None:
        rules = [line.split() for line in HBA.splitlines() if not line.startswith("#")]
        assert rules == [["host", "all", "all", "127.0.0.1/32", "scram-sha-256"]]
