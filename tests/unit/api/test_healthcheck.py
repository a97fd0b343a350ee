"""The health check of the API's container."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from api import healthcheck
from cli.embedded.ports import free_port
from shared.settings import get_settings

ENVIRONMENT = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "APP_SECRET": "0123456789abcdef" * 3,
    "CEREBRAS_API_KEY": "test-key",
    "API_V1_PREFIX": "/other/v1",
}


class Door(BaseHTTPRequestHandler):
    """Answers the health route below another prefix, and nothing else."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/other/v1/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture
def port() -> Iterator[int]:
    """Where the door is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


class TestMain:
    def test_is_content_with_the_health_route_below_the_prefix_in_force(self, port: int) -> None:
        assert healthcheck.main(port) == 0

    def test_is_not_content_with_another_answer(
        self, port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("API_V1_PREFIX", "/gone/v1")
        get_settings.cache_clear()
        assert healthcheck.main(port) == 1
        assert capsys.readouterr().err == "the health route answers 404\n"

    def test_says_that_nobody_answers(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert healthcheck.main(free_port()) == 1
        assert "does not answer on port" in capsys.readouterr().err

    def test_names_a_missing_setting(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.delenv("APP_SECRET")
        assert healthcheck.main(free_port()) == 1
        assert "APP_SECRET" in capsys.readouterr().err
