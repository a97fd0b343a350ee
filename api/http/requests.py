"""Request ids and the one log line a request."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import structlog
from flask import Flask, Response, g, request

from shared.ids import new_id

log = structlog.get_logger(__name__)

HEADER = "X-Request-Id"
SANE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def request_id() -> str:
    """The id of this request, as it is in its answer, its log lines and the job that it makes."""
    return cast(str, g.request_id)


def route_rule() -> str | None:
    """The rule that matched, never the path: what a caller put into a path stays out of the logs."""
    return request.url_rule.rule if request.url_rule else None


def follow_requests(app: Flask) -> None:
    """Give each request an id, echo it, and write one line when the request ends."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.started = time.perf_counter()
    sent = request.headers.get(HEADER, "")
    g.request_id = sent if SANE_ID.fullmatch(sent) else new_id().hex
    # threads are used again: nothing of the request before may stay bound
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    line = {
        "route": route_rule(),
        "method": request.method,
        "status": response.status_code,
        "bytes_in": request.content_length or 0,
    }
    if response.is_streamed and not _bodiless(response):
        _write_at_the_end(response, line, started=g.started)
        return response
    bytes_out = 0 if _bodiless(response) else response.calculate_content_length() or 0
    log.info("http_request", **line, ms=_ms_since(g.started), bytes_out=bytes_out)
    return response


def _write_at_the_end(response: Response, line: Mapping[str, Any], *, started: float) -> None:
    """Count what is sent while it is made, and write the line when no more comes; `complete` tells if all was sent."""
    sent = 0
    complete = False

    def counted(chunks: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal sent, complete
        for chunk in chunks:
            yield chunk
            sent += len(chunk)
        complete = True

    def write() -> None:
        log.info("http_request", **line, ms=_ms_since(started), bytes_out=sent, complete=complete)

    # once wrapped, the body is closed by nobody else
    close_body = getattr(response.response, "close", None)
    response.response = counted(response.iter_encoded())
    if close_body is not None:
        response.call_on_close(close_body)
    response.call_on_close(write)


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def _bodiless(response: Response) -> bool:
    return request.method == "HEAD" or response.status_code in {204, 304}
