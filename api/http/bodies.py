"""Reads request bodies: by Content-Type, within the limit, decoded once."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Mapping
from typing import Any, cast

import orjson
from flask import request
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]
from marshmallow import Schema, ValidationError

from api.http.wiring import wiring
from shared.errors import Fault, SalesAgentError, TooLarge, json_pointer
from shared.leads.find_duplicate_keys import find_duplicate_keys

JSON = "application/json"
CSV = "text/csv"
NDJSON = "application/x-ndjson"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEGABYTE = 1024 * 1024


class UnsupportedBody(SalesAgentError):
    """The body's type or its compression is not one that this path takes."""

    code = "unsupported_media_type"


class MalformedBody(SalesAgentError):
    """The body is not JSON, or is not an object."""

    code = "malformed_body"


class BodyTooLarge(TooLarge):
    """The body is over MAX_BODY_MB."""

    code = "body_too_large"

    def __init__(self) -> None:
        super().__init__(f"A body may have at most {wiring().settings.MAX_BODY_MB} MB; split it into several requests.")


class IncompleteBody(SalesAgentError):
    """The connection ended before the body did; taking what came would lose the rest unseen."""

    code = "incomplete_body"


def body_type(*, of: Collection[str]) -> str:
    """Which of these media types the body has; raises UnsupportedBody."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedBody("Send the body without Content-Encoding.")
    if request.mimetype not in of:
        raise UnsupportedBody(f"Set Content-Type to {' or '.join(of)}.")
    return request.mimetype


def body_bytes() -> bytes:
    """The whole body, or BodyTooLarge or IncompleteBody: Werkzeug hands out what came of a body that was cut short."""
    announced, limit = request.content_length, wiring().settings.MAX_BODY_MB * MEGABYTE
    if announced is not None and announced > limit:
        raise BodyTooLarge
    try:
        body = request.get_data(cache=False)
    except (ParseException, OSError):
        # gunicorn's own words quote the chunk that it could not read
        raise IncompleteBody("The body's chunks cannot be read; nothing was kept.") from None
    if announced is None and len(body) >= limit:
        # a chunked body is read up to the limit and no further
        raise BodyTooLarge
    if announced is not None and len(body) < announced:
        raise IncompleteBody(f"Only {len(body):,} of {announced:,} bytes arrived; nothing was kept.")
    return body


def json_object() -> dict[str, Any]:
    """The body as a JSON object; raises as json_value does, and MalformedBody if it is another value."""
    decoded = json_value()
    if not isinstance(decoded, dict):
        raise MalformedBody("The body must be a JSON object.")
    return decoded


def json_value() -> Any:
    """What the body is as JSON; raises MalformedBody, which tells where but never what."""
    # some programs begin every file with a byte order mark
    body = body_bytes().removeprefix(codecs.BOM_UTF8)
    try:
        decoded = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        # the parser's own text names line and column, and quotes nothing of the body
        raise MalformedBody(
            f"The body is not valid JSON in UTF-8: line {error.lineno}, column {error.colno}."
        ) from None
    _refuse_duplicate_keys(body)
    return decoded


def optional_json_object() -> dict[str, Any]:
    """As `json_object`, and nothing where no body came; raises UnsupportedBody for a body of another type."""
    if not request.content_length and "Transfer-Encoding" not in request.headers:
        return {}
    body_type(of=(JSON,))
    return json_object()


def _refuse_duplicate_keys(body: bytes) -> None:
    """Raise MalformedBody where an object has a key twice: one of the two would be lost unseen."""
    try:
        repeated = find_duplicate_keys(body.decode())
    except RecursionError:
        raise MalformedBody("The body is nested too deeply.") from None
    if repeated:
        detail = "The object has this key twice; keep one."
        faults = [Fault("duplicate_key", detail, pointer=json_pointer(*path)) for path in repeated]
        raise MalformedBody("The body has objects with a key twice.", faults=faults)


def load(schema: Schema, values: Mapping[str, Any], *, location: str) -> dict[str, Any]:
    """What a schema makes of the values; raises ValidationError with the location that faults are told by."""
    try:
        return cast("dict[str, Any]", schema.load(values))
    except ValidationError as error:
        raise ValidationError({location: error.messages}) from None


def body_of(schema: type[Schema] | Mapping[str, Any]) -> dict[str, Any]:
    """How a required JSON body of this form is documented, where a view reads it by itself."""
    return {"required": True, "content": {JSON: {"schema": schema}}}
