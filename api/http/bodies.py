"""Reads request bodies: by Content-Type, within the limit, decoded once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

import orjson
from flask import request
from marshmallow import Schema, ValidationError

from shared.errors import SalesAgentError

JSON = "application/json"
CSV = "text/csv"


class UnsupportedBody(SalesAgentError):
    """The body's type or its compression is not one that this path takes."""

    code = "unsupported_media_type"


class MalformedBody(SalesAgentError):
    """The body is not JSON, or is not an object."""

    code = "malformed_body"


def body_type(*, of: Collection[str]) -> str:
    """Which of these media types the body has; raises UnsupportedBody."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedBody("Send the body without Content-Encoding.")
    if request.mimetype not in of:
        raise UnsupportedBody(f"Set Content-Type to {' or '.join(of)}.")
    return request.mimetype


def json_object() -> dict[str, Any]:
    """The body as a JSON object; raises MalformedBody, which tells where but never what."""
    body = request.get_data(cache=False)
    try:
        decoded = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        # the parser's own text names line and column, and quotes nothing of the body
        raise MalformedBody(
            f"The body is not valid JSON in UTF-8: line {error.lineno}, column {error.colno}."
        ) from None
    if not isinstance(decoded, dict):
        raise MalformedBody("The body must be a JSON object.")
    return decoded


def load(schema: Schema, values: Mapping[str, Any], *, location: str) -> dict[str, Any]:
    """What a schema makes of the values; raises ValidationError with the location that faults are told by."""
    try:
        return cast("dict[str, Any]", schema.load(values))
    except ValidationError as error:
        raise ValidationError({location: error.messages}) from None
