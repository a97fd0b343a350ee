"""Asking whether something answers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from cli.supervisor.errors import StackFault
from cli.supervisor.readiness import ask, detail_of, refuse_unreachable


class Teapot(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(418)
        self.end_headers()
        self.wfile.write(b'{"detail": "short and stout"}')

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture
def teapot() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Teapot) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class TestAsk:
    def test_gives_status_and_body_past_any_proxy(self, teapot: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        answer = ask(f"{teapot}/ready")
        assert answer is not None
        assert (answer[0], detail_of(answer[1])) == (418, "short and stout")

    def test_nobody_is_none(self) -> None:
        assert ask("http://127.0.0.1:9/ready") is None

    def test_a_body_without_detail_is_quoted_in_part(self) -> None:
        assert detail_of("x" * 1000) == "x" * 200


class TestRefuseUnreachable:
    def test_returns_when_somebody_listens(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            refuse_unreachable("REDIS_URL", f"redis://:pw@127.0.0.1:{server.getsockname()[1]}/0")

    def test_names_the_variable_and_never_the_password(self) -> None:
        with pytest.raises(StackFault) as caught:
            refuse_unreachable("DATABASE_URL", "postgresql+psycopg2://user:secret@127.0.0.1:9/name")
        assert "DATABASE_URL" in caught.value.detail
        assert "127.0.0.1:9" in caught.value.detail
        assert "secret" not in caught.value.detail
