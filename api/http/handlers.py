"""Turns every failure of a request into one problem+json body and one log line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import structlog
from flask import Flask, Response, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from api.http.errors import DOCS_PAGE, INTERNAL, PROBLEMS, code_for_status
from api.http.faults import faults_of, present_fault
from api.http.requests import request_id, route_rule
from api.http.wiring import wiring
from shared.errors import Fault, SalesAgentError

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
# a file of 100,000 bad rows must not be answered with 100,000 sentences; `error_count` tells how many there are
FAULTS_LISTED = 1000
_NONE: Mapping[str, str] = {}


def handle_errors(app: Flask) -> None:
    """Register the handlers; no other place makes an error answer."""
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(SalesAgentError, _failed_by_rule)
    app.register_error_handler(Exception, _failed)


def problem_response(
    code: str, *, detail: str | None = None, faults: Sequence[Fault] = (), members: Mapping[str, str] = _NONE
) -> Response:
    """The answer for a code of the table; a server's fault never says more than the table does."""
    status, body = problem_body(
        code,
        prefix=wiring().settings.API_V1_PREFIX,
        instance=request.path,
        request_id=request_id(),
        detail=detail,
        faults=faults,
        members=members,
    )
    return Response(body, status=status, content_type=MEDIA_TYPE)


def problem_body(
    code: str,
    *,
    prefix: str,
    instance: str | None,
    request_id: str,
    detail: str | None = None,
    faults: Sequence[Fault] = (),
    members: Mapping[str, str] = _NONE,
) -> tuple[str, bytes]:
    """Status line and body for a code of the table, `400 BAD REQUEST` and the document."""
    problem = PROBLEMS[code]
    body: dict[str, Any] = {
        "type": f"{prefix}/{DOCS_PAGE}#{code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.cause if detail is None or code == INTERNAL else detail,
        "instance": instance,
        "code": code,
        "request_id": request_id,
        "retryable": problem.retryable,
        "error_count": len(faults),
        "errors": [present_fault(fault) for fault in faults[:FAULTS_LISTED]],
        **members,
    }
    return f"{problem.status} {HTTP_STATUS_CODES[problem.status]}", orjson.dumps(body)


def _invalid(error: ValidationError) -> Response:
    """Parameters or fields that a schema refused."""
    return _refuse("invalid_request", faults=faults_of(error))


def _refused(error: HTTPException) -> Response:
    """What Flask or Werkzeug refused; its own headers, such as Allow, are kept."""
    response = _refuse(code_for_status(error.code or 500))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _failed_by_rule(error: SalesAgentError) -> Response:
    """What the business refuses, or what it depends on and cannot reach."""
    if error.code not in PROBLEMS or PROBLEMS[error.code].status == 500:
        return _failed(error)
    response = _refuse(error.code, detail=error.detail, faults=error.faults, members=error.members)
    if error.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(math.ceil(error.retry_after_seconds))
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="sales-agent"'
    return response


def _failed(error: Exception) -> Response:
    """A fault of ours: its frames go to the log, its text nowhere."""
    log.error(
        "request_failed",
        method=request.method,
        route=route_rule(),
        status=500,
        code=INTERNAL,
        # a sentence of ours without lead data, as the SQLSTATE; the text of any other exception may quote one
        detail=error.detail if isinstance(error, SalesAgentError) else None,
        exc_info=error,
    )
    return problem_response(INTERNAL)


def _refuse(
    code: str, *, detail: str | None = None, faults: Sequence[Fault] = (), members: Mapping[str, str] = _NONE
) -> Response:
    status = PROBLEMS[code].status
    write = log.warning if status >= 500 else log.info
    write("request_refused", method=request.method, route=route_rule(), status=status, code=code, faults=len(faults))
    return problem_response(code, detail=detail, faults=faults, members=members)
