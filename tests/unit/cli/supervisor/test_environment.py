"""The children's environment: who wins, what is kept, what is refused before anything starts."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cli.supervisor.environment import check_settings, given_environment, kept_secret, with_simulator
from cli.supervisor.errors import StackFault

GOOD = {"APP_SECRET": "s" * 32, "CEREBRAS_API_KEY": "key"}


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    path = tmp_path / ".env"
    path.write_text("CEREBRAS_API_KEY=\nWORKER_SLICES=3\nDATABASE_URL=postgresql://u:p$x@db.example/n\nOTHER=\n")
    return path


class TestGivenEnvironment:
    def test_the_real_environment_wins_over_the_file(self, dotenv: Path) -> None:
        assert given_environment({"WORKER_SLICES": "5"}, dotenv)["WORKER_SLICES"] == "5"
        assert given_environment({}, dotenv)["WORKER_SLICES"] == "3"

    def test_a_setting_without_a_value_counts_as_not_set(self, dotenv: Path) -> None:
        assert "CEREBRAS_API_KEY" not in given_environment({"CEREBRAS_API_KEY": ""}, dotenv)
        assert given_environment({"CEREBRAS_API_KEY": "real"}, dotenv)["CEREBRAS_API_KEY"] == "real"

    def test_values_are_taken_literally_and_strangers_pass_through(self, dotenv: Path) -> None:
        environment = given_environment({"EMPTY": "", "HOME": "/home/x"}, dotenv)
        assert environment["DATABASE_URL"] == "postgresql://u:p$x@db.example/n"
        assert (environment["EMPTY"], environment["HOME"], environment["OTHER"]) == ("", "/home/x", "")

    def test_no_file_is_no_fault(self, tmp_path: Path) -> None:
        assert given_environment({"A": "1"}, tmp_path / "absent") == {"A": "1"}


class TestKeptSecret:
    def test_is_made_once_for_each_name_and_readable_by_its_owner_only(self, tmp_path: Path) -> None:
        first, other = kept_secret(tmp_path, "APP_SECRET"), kept_secret(tmp_path, "SIMULATOR_KEY")
        assert kept_secret(tmp_path, "APP_SECRET") == first != other
        assert len(first) >= 32
        assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600

    def test_a_damaged_file_is_not_replaced_behind_ones_back(self, tmp_path: Path) -> None:
        (tmp_path / "secrets.json").write_text("{")
        with pytest.raises(StackFault, match="remove it to have new secrets made"):
            kept_secret(tmp_path, "APP_SECRET")


class TestCheckSettings:
    def test_databases_to_come_are_no_missing_variables(self) -> None:
        assert check_settings(GOOD).WORKER_CALL_SLOTS > 0

    def test_reads_only_the_environment_it_is_given_and_leaves_ours_alone(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("WORKER_SLICES", "not a number")
        before = dict(os.environ)
        assert check_settings({**GOOD, "WORKER_SLICES": "7"}).WORKER_SLICES == 7
        assert dict(os.environ) == before

    def test_names_every_bad_variable_and_no_value(self) -> None:
        with pytest.raises(StackFault) as caught:
            check_settings({"APP_SECRET": "too-short-secret", "WORKER_SLICES": "many"})
        for name in ("APP_SECRET", "WORKER_SLICES", "CEREBRAS_API_KEY"):
            assert name in caught.value.detail
        assert "too-short-secret" not in caught.value.detail


class TestWithSimulator:
    def test_sends_every_call_to_it_and_says_so(self) -> None:
        settings = check_settings(with_simulator(GOOD, url="http://127.0.0.1:20001", key="simulator-key"))
        assert (settings.CEREBRAS_BASE_URL, settings.LLM_PROVIDER) == ("http://127.0.0.1:20001", "simulator")
        assert settings.CEREBRAS_API_KEY.get_secret_value() == "simulator-key"
