"""Serves the built dashboard at `/`: its page for every path of its own, its files by name, nothing below the API."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from flask import Blueprint, Flask, Response
from werkzeug.exceptions import NotFound as NothingThere
from werkzeug.routing import BaseConverter
from werkzeug.security import safe_join

from api.http.guards import PUBLIC, mark
from api.http.precompressed import send_precompressed
from api.http.security import DASHBOARD_POLICY
from shared.errors import NotFound

PAGE = "index.html"
ASSETS = "assets"
# a name that holds the hash of what it names never means anything else
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"
# what a build may hand out; not asked of the system, whose list may lack some, and without source maps
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
HEADERS = {
    "Content-Security-Policy": DASHBOARD_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class DashboardMissing(NotFound):
    """There is no built dashboard."""

    code = "dashboard_missing"

    def __init__(self) -> None:
        super().__init__(
            "The dashboard is not built. `make web-build` builds it and needs Node.js 20.19 or newer; "
            "API and command line work without it."
        )


def serve_dashboard(app: Flask, directory: Path, *, prefix: str) -> None:
    """Register `/`, `/assets/…` and whatever is not the API's; files are looked up at each request."""
    app.url_map.converters["dashboard"] = _paths_outside(prefix)

    def page() -> Response:
        return _page(directory)

    def asset(name: str) -> Response:
        return _file(directory / ASSETS, name, kept=IMMUTABLE)

    def place(path: str) -> Response:
        return _place(directory, path)

    blueprint = Blueprint("dashboard", __name__)
    rules: dict[str, Callable[..., Response]] = {
        "/": page,
        f"/{ASSETS}/<path:name>": asset,
        "/<dashboard:path>": place,
    }
    for rule, view in rules.items():
        blueprint.add_url_rule(rule, view.__name__, mark(view, PUBLIC), provide_automatic_options=False)
    app.register_blueprint(blueprint)


def _paths_outside(prefix: str) -> type[BaseConverter]:
    """A converter for paths that are neither the API's, of any version, nor an asset's: those keep 404 and 405."""
    taken = "|".join(re.escape(path) for path in {"api", ASSETS, prefix.strip("/")})

    class Outside(BaseConverter):
        """A path of the dashboard's own."""

        part_isolating = False
        # doubled slashes are left to the router, which leads to the path without
        regex = rf"(?!/|.*//|(?:{taken})(?:/|$)).+"

    return Outside


def _place(directory: Path, path: str) -> Response:
    """The page for a path of the dashboard's own, or a file beside the page."""
    *above, name = path.rstrip("/").split("/")
    if {"", ".", ".."} & {*above, name} or "\\" in path:
        raise NothingThere
    if "." not in name:
        return _page(directory)
    if above:
        raise NothingThere
    return _file(directory, name, kept=REVALIDATED)


def _page(directory: Path) -> Response:
    try:
        return _file(directory, PAGE, kept=REVALIDATED)
    except NothingThere:
        raise DashboardMissing from None


def _file(directory: Path, name: str, *, kept: str) -> Response:
    path = safe_join(str(directory), name)
    mimetype = TYPES.get(PurePosixPath(name).suffix)
    # isfile also says no to names that no file can have
    if path is None or mimetype is None or not os.path.isfile(path):
        raise NothingThere
    response = send_precompressed(path, mimetype=mimetype)
    response.headers["Cache-Control"] = kept
    response.headers.update(HEADERS)
    return response
