"""What flask-smorest cannot infer of profiles: bodies that are checked in shared, and headers."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from api.http.bodies import JSON

LOCATION = {"Location": {"description": "Its path.", "schema": {"type": "string"}}}


def body_of(schema: type[ma.Schema]) -> dict[str, Any]:
    """A required JSON body of this form."""
    return {"required": True, "content": {JSON: {"schema": schema}}}
