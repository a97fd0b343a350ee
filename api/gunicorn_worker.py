"""gunicorn's threads as the API needs them: refusals as problem+json, and no thread kept by a caller who drips."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from gunicorn.http import errors  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from api.http.handlers import MEDIA_TYPE, problem_body
from shared.ids import new_id
from shared.settings import get_settings

log = structlog.get_logger(__name__)

# what a slow line needs for a head of 8 kB, and for a body at 2 Mbit/s on top of the first half minute
HEAD_SECONDS = 15.0
BODY_SECONDS = 30.0
BODY_BYTES_PER_SECOND = 256 * 1024
_LIMITS = ((errors.LimitRequestLine, "uri_too_long"), (errors.LimitRequestHeaders, "headers_too_large"))


class ProblemWorker(ThreadWorker):  # type: ignore[misc]
    """A gthread worker whose own refusals are problem documents and whose callers have deadlines."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # connection → when it ends, and which sides of it
        self._deadlines: dict[Any, tuple[float, int]] = {}

    def handle(self, conn: Any) -> Any:
        """Serve a connection's next request; its head must be there in time, else the connection is closed."""
        return self._within(conn, HEAD_SECONDS, socket.SHUT_RDWR, lambda: super(ProblemWorker, self).handle(conn))

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Serve a request; what of its body is not there in time does not come, and the answer still goes out."""
        # a request without a body may be answered for as long as it takes
        seconds = body_seconds(dict(req.headers))
        return self._within(conn, seconds, socket.SHUT_RD, lambda: super(ProblemWorker, self).handle_request(req, conn))

    def murder_pending(self) -> None:
        """Close connections that never sent anything, as gunicorn does every second; then those over a deadline."""
        super().murder_pending()
        now = time.monotonic()
        for conn, (deadline, sides) in list(self._deadlines.items()):
            if now > deadline:
                self._deadlines.pop(conn, None)
                log.info("slow_request_cut", head=sides == socket.SHUT_RDWR)
                with suppress(OSError):
                    conn.sock.shutdown(sides)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer what gunicorn cannot read; its own words repeat parts of the request, and so does its log line."""
        if not isinstance(exc, errors.ParseException) or isinstance(exc, errors.ConfigurationProblem):
            super().handle_error(req, client, addr, exc)
            return
        code = next((code for kind, code in _LIMITS if isinstance(exc, kind)), "bad_request")
        request_id = new_id().hex
        log.info("request_unreadable", code=code, kind=type(exc).__name__, request_id=request_id)
        with suppress(OSError):
            client.sendall(unreadable_answer(code, request_id))

    def _within(self, conn: Any, seconds: float | None, sides: int, serve: Callable[[], Any]) -> Any:
        if seconds is None:
            self._deadlines.pop(conn, None)
        else:
            self._deadlines[conn] = (time.monotonic() + seconds, sides)
        try:
            return serve()
        finally:
            self._deadlines.pop(conn, None)


def body_seconds(headers: dict[str, str]) -> float | None:
    """How long the body of a request with these headers may take; None if it has none."""
    largest = get_settings().MAX_BODY_MB * 1024 * 1024
    announced = headers.get("CONTENT-LENGTH", "")
    if announced.isdecimal():
        return BODY_SECONDS + min(int(announced), largest) / BODY_BYTES_PER_SECOND if int(announced) else None
    return BODY_SECONDS + largest / BODY_BYTES_PER_SECOND if "TRANSFER-ENCODING" in headers else None


def unreadable_answer(code: str, request_id: str) -> bytes:
    """The whole answer to a request that could not be read; nothing of the request is in it."""
    status, body = problem_body(code, prefix=get_settings().API_V1_PREFIX, instance=None, request_id=request_id)
    head = (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n"
        f"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: {request_id}\r\n\r\n"
    )
    return head.encode() + body
