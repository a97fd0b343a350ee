"""Routes of the session: a browser signs in, asks who it is, signs out."""

from __future__ import annotations

from flask import Response, after_this_request

from api.http.blueprint import Blueprint
from api.http.credentials import forget_session, keep_session, session_tokens
from api.http.guards import caller
from api.http.wiring import request_work, wiring
from api.resources.session.schemas import SessionSchema, SessionView, SignInSchema
from shared.access.sign_in import SignedIn, sign_in_with_key, sign_in_with_link
from shared.access.sign_out import sign_out as end_session

blp = Blueprint("session", __name__, description="Signing in and out, for browsers; programs send their key.")

COOKIE_HEADER = {"Set-Cookie": {"description": "The session: HttpOnly, SameSite=Strict.", "schema": {"type": "string"}}}

CLEAR_HEADER = {
    "Clear-Site-Data": {
        "description": "For a session: the browser's cache of this origin.",
        "schema": {"type": "string"},
    }
}


@blp.route("/session", methods=("POST",))
@blp.sign_in
@blp.problems(400, 401, 413, 415, 422, 503)
@blp.arguments(SignInSchema)
@blp.response(201, SessionSchema, headers=COOKIE_HEADER)
def sign_in(credentials: dict[str, str | None]) -> SessionView:
    """Sign a browser in with a key or a one-time link.

    Only from a page of the same origin. A session that the browser had before ends.
    """
    made = _open_session(credentials)

    @after_this_request
    def keep(response: Response) -> Response:
        keep_session(response, made.token)
        return response

    return SessionView(made.caller, wiring().settings)


@blp.route("/session")
@blp.signed_in
@blp.problems(503)
@blp.response(200, SessionSchema)
def get_session() -> SessionView:
    """Tell who is signed in, by session or by key."""
    return SessionView(caller(), wiring().settings)


@blp.route("/session", methods=("DELETE",))
@blp.signed_in
@blp.problems(403, 503)
@blp.response(204, headers=CLEAR_HEADER)
def sign_out() -> None:
    """Sign out: the session ends at once, and the browser drops what it has cached. A key stays as it is."""
    with request_work() as uow:
        end_session(uow, caller(), tokens=session_tokens())
    if caller().session_id is not None:
        # with a key the cookie's session lives on, and so must the cookie
        after_this_request(_forgotten)


def _open_session(credentials: dict[str, str | None]) -> SignedIn:
    key, link = credentials["key"], credentials["link"]
    before = session_tokens()
    with request_work() as uow:
        if key is not None:
            return sign_in_with_key(uow, key, replacing=before)
        return sign_in_with_link(uow, link or "", replacing=before)


def _forgotten(response: Response) -> Response:
    forget_session(response)
    # leads were kept for revalidation; of the rest, storage holds only the theme, and cookies may be a neighbour's
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
