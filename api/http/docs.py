"""The documentation's pages: OpenAPI document, Swagger UI from our own files, the list of errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast

from flask import Blueprint, Response

from api.http.errors import DOCS_PAGE, render_errors_markdown
from api.http.guards import PUBLIC, mark
from api.http.security import DOCS_POLICY

FILES = Path(__file__).parent / "swagger_ui"
# not asked of the system, whose list may lack some
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
}
PUBLISHED = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "start.js", "page.css", "favicon-32x32.png"})


class HasSpec(Protocol):
    """What the pages need of the Api."""

    spec: Any


def docs_blueprint(api: HasSpec) -> Blueprint:
    """{prefix}/openapi.json, {prefix}/docs with its files, {prefix}/docs/errors; all public."""
    blueprint = Blueprint("docs", __name__)

    def document() -> dict[str, Any]:
        # at each call: blueprints register after this one
        return cast("dict[str, Any]", api.spec.to_dict())

    routes: dict[str, tuple[str, Callable[[], Any]]] = {
        "/openapi.json": ("document", document),
        "/docs": ("page", partial(_file, "index.html")),
        f"/{DOCS_PAGE}": ("errors", _errors),
    }
    for rule, (endpoint, view) in routes.items():
        blueprint.add_url_rule(rule, endpoint, mark(view, PUBLIC))
    for name in sorted(PUBLISHED):
        endpoint = name.replace(".", "_")
        blueprint.add_url_rule(f"/docs/{name}", endpoint, mark(partial(_file, name), PUBLIC))
    return blueprint


def _errors() -> Response:
    return Response(render_errors_markdown(), content_type="text/markdown; charset=utf-8")


def _file(name: str) -> Response:
    response = Response((FILES / name).read_bytes(), content_type=TYPES[Path(name).suffix])
    response.headers["Content-Security-Policy"] = DOCS_POLICY
    return response
