"""Headers that every answer carries."""

from __future__ import annotations

from flask import Flask, Response

# an answer of the API is data: a browser that is tricked into showing it must run and load nothing
API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
# Swagger UI: files of ours only; its icons are data: images inside its style sheet
DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)

# the dashboard: files of ours only; nothing inline, nobody frames it, no form is sent anywhere but by script
DASHBOARD_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


def secure_answers(app: Flask) -> None:
    """Add the headers to all answers, errors too; a view may have set a policy of its own."""
    app.after_request(_secure)


def _secure(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", API_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
