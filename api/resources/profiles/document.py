"""What flask-smorest cannot infer of profiles: headers."""

from __future__ import annotations

LOCATION = {"Location": {"description": "Its path.", "schema": {"type": "string"}}}
