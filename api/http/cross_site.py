"""Keeps other sites from acting through a signed-in browser (CSRF)."""

from __future__ import annotations

from flask import request

from shared.errors import Forbidden

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSiteRefused(Forbidden):
    """The browser does not vouch that a page of ours sent the request."""

    code = "cross_site_refused"

    def __init__(self) -> None:
        super().__init__("A change by session cookie must come from the dashboard's own page.")


def refuse_cross_site() -> None:
    """Return if the browser says that a page of our own origin sent this; raises CrossSiteRefused.

    Sec-Fetch-Site decides, which no page can forge; browsers leave it out over plain HTTP, except on loopback, and then
    Origin does. Of what a proxy forwards gunicorn believes the scheme alone, and a request with neither is refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    own = f"{request.scheme}://{request.host}"
    allowed = site == "same-origin" if site is not None else request.headers.get("Origin") == own
    if not allowed:
        raise CrossSiteRefused
