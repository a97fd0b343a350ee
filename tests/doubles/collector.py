"""A collector of failure reports on loopback: takes envelopes as Sentry does, and keeps every byte of them."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Collector:
    """What came, whole and as events."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                head = "".join(f"{name}: {value}\n" for name, value in self.headers.items())
                collector.texts.append(f"{self.path}\n{head}\n{body.decode()}")
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.dsn = f"http://publickey@127.0.0.1:{self._server.server_port}/7"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events of all envelopes: a head, then for each item a line of its kind and one of its payload."""
        found = []
        for text in list(self.texts):
            _, *lines = text.partition("\n\n")[2].splitlines()
            kinds, payloads = lines[::2], lines[1::2]
            items = zip(kinds, payloads, strict=False)
            found += [json.loads(payload) for kind, payload in items if json.loads(kind)["type"] == "event"]
        return found

    def stop(self) -> None:
        """Take no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def running_collector() -> Iterator[Collector]:
    """A collector for the block."""
    collector = Collector()
    try:
        yield collector
    finally:
        collector.stop()
