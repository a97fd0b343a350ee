"""Reads what a request shows to be let in: a key, else the cookie of a session."""

from __future__ import annotations

from flask import Response, request

from api.http.cross_site import SAFE_METHODS, refuse_cross_site
from shared.access.authenticate import authenticate
from shared.access.caller import Caller, caller_of
from shared.access.errors import KeyRefused
from shared.access.resume import resume_session
from shared.database.unit_of_work import UnitOfWork

COOKIE = "sales_agent_session"
MOST_COOKIES = 4


def identify(uow: UnitOfWork) -> Caller:
    """Who the request comes from; raises KeyRefused, SessionEnded or CrossSiteRefused.

    A request with an Authorization header stands or falls by it: a bad key must not act as whoever is signed in.
    """
    if "Authorization" in request.headers:
        return caller_of(authenticate(uow, _bearer()))
    tokens = session_tokens()
    if not tokens:
        raise KeyRefused
    if request.method not in SAFE_METHODS:
        refuse_cross_site()
    return resume_session(uow, tokens)


def session_tokens() -> list[str]:
    """The tokens in cookies of the session's name, at most four.

    A page of a neighbouring host can set one beside ours, and the browser may send it first.
    """
    return [token for token in request.cookies.getlist(COOKIE) if token][:MOST_COOKIES]


def keep_session(response: Response, token: str) -> None:
    """Have the browser send the token from now on: to us alone, out of reach of scripts, until it is closed."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="Strict", path="/", secure=request.is_secure)


def forget_session(response: Response) -> None:
    """Have the browser forget the token."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Strict", path="/", secure=request.is_secure)


def _bearer() -> str:
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise KeyRefused
    return authorization.token
