"""A real HTTP server that plays recorded answers of the API."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog

KEY = "sa_abcd1234_" + "s" * 43


@dataclass(frozen=True)
class Played:
    """One recorded answer; `hang_up` closes the connection in its place."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    hang_up: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as the server got it."""

    method: str
    path: str
    params: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


class RecordedApi:
    """Answers by method and path, in the order given, the last one again and again; notes what was asked."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], list[Played]] = {}
        self.asked: list[Asked] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # head and body in one packet: two would wait 40 ms for each other
            wbufsize = -1

            def answer(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = Asked(self.command, parts.path, parse_qs(parts.query), dict(self.headers), body)
                api.asked.append(asked)
                played = api.next_answer(asked)
                if played.hang_up:
                    self.close_connection = True
                    return
                raw = played.body if isinstance(played.body, bytes) else json.dumps(played.body).encode()
                raw = b"" if played.status == 304 else raw
                self.send_response(played.status)
                kind = "application/json" if played.status < 400 else "application/problem+json"
                for name, value in {"Content-Type": kind, "Content-Length": str(len(raw)), **played.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(raw)

            do_GET = answer  # noqa: N815 - the names that http.server calls
            do_POST = answer  # noqa: N815
            do_DELETE = answer  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def on(self, method: str, path: str, *answers: Played) -> None:
        """Play these answers to requests of this method below /api/v1."""
        self.answers[method, "/api/v1" + path] = list(answers)

    def next_answer(self, asked: Asked) -> Played:
        left = self.answers.get((asked.method, asked.path))
        if not left:
            return Played(404, {"code": "not_found", "title": "Not found", "detail": "There is nothing at this path."})
        return left.pop(0) if len(left) > 1 else left[0]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """A command configures the logging of its process, which here is that of all tests."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def api_server() -> Iterator[RecordedApi]:
    server = RecordedApi()
    yield server
    server.stop()
