"""Writes the OpenAPI document: `python -m api.openapi > docs/openapi.json`."""

from __future__ import annotations

import json
import sys
from typing import Any, cast

from flask import Flask

from api.app import build_api

DEFAULT_PREFIX = "/api/v1"


def openapi_document(prefix: str = DEFAULT_PREFIX) -> dict[str, Any]:
    """The document as {prefix}/openapi.json serves it."""
    app = Flask("sales-agent", static_folder=None)
    return cast("dict[str, Any]", build_api(app, prefix=prefix).spec.to_dict())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(openapi_document(), indent=2, ensure_ascii=False) + "\n")
