"""Reads a person's word out of a request."""

from __future__ import annotations

from typing import Any

from api.http.bodies import JSON, body_type, json_object, load
from api.http.fields import Schema


def read_word(schema: Schema) -> dict[str, Any]:
    """The body as the schema reads it; raises as body_type, json_object and load do."""
    body_type(of=(JSON,))
    return load(schema, json_object(), location="json")
