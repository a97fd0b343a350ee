"""Request ids and the one log line a request."""

from __future__ import annotations

import re
import time
from typing import cast

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
    log.info(
        "http_request",
        route=route_rule(),
        method=request.method,
        status=response.status_code,
        ms=round((time.perf_counter() - g.started) * 1000, 1),
        bytes_in=request.content_length or 0,
        bytes_out=0 if _bodiless(response) else response.calculate_content_length() or 0,
    )
    return response


def _bodiless(response: Response) -> bool:
    return request.method == "HEAD" or response.status_code in {204, 304}
