"""gunicorn is set as the design says."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from shared.settings import get_settings

CONFIG = Path("api/gunicorn.conf.py")
ENVIRONMENT = {
    "APP_ENV": "test",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "APP_SECRET": "0123456789abcdef" * 3,
    "CEREBRAS_API_KEY": "test-key",
}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()


class TestConfiguration:
    def test_is_two_processes_of_sixteen_threads_on_loopback(self) -> None:
        told = runpy.run_path(str(CONFIG))
        assert (told["worker_class"], told["workers"], told["threads"]) == (
            "api.gunicorn_worker.ProblemWorker",
            2,
            16,
        )
        assert told["bind"] == "127.0.0.1:8001"

    def test_makes_the_application_after_the_fork(self) -> None:
        assert runpy.run_path(str(CONFIG))["preload_app"] is False

    def test_leaves_the_log_line_to_us_and_opens_no_socket_of_its_own(self) -> None:
        told = runpy.run_path(str(CONFIG))
        assert told["accesslog"] is None
        assert told["control_socket_disable"] is True

    def test_names_a_missing_setting_and_stops(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("REDIS_URL")
        get_settings.cache_clear()
        with pytest.raises(SystemExit, match="REDIS_URL"):
            runpy.run_path(str(CONFIG))
