"""Reads what a request shows to be let in: a key, else the cookie of a session."""

from __future__ import annotations

import re

from flask import Response, request

from api.http.cross_site import SAFE_METHODS, refuse_cross_site
from shared.access.authenticate import authenticate
from shared.access.caller import Caller, caller_of
from shared.access.errors import KeyRefused
from shared.access.resume import resume_session
from shared.database.unit_of_work import UnitOfWork

COOKIE = "sales_agent_session"
# of the name; a browser sends more only where somebody else on this host, or a sibling domain, has set some
MOST_COOKIES = 4
_PORT = re.compile(r":([0-9]{1,5})\Z")


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
    """The tokens in cookies of the session's name, in the browser's order, at most MOST_COOKIES; nearly always one."""
    return [token for token in request.cookies.getlist(_name()) if token][:MOST_COOKIES]


def keep_session(response: Response, token: str) -> None:
    """Have the browser send the token from now on: to us alone, out of reach of scripts, until it is closed."""
    response.set_cookie(_name(), token, httponly=True, samesite="Strict", path="/", secure=request.is_secure)


def forget_session(response: Response) -> None:
    """Have the browser forget the token."""
    response.delete_cookie(_name(), httponly=True, samesite="Strict", path="/", secure=request.is_secure)


def _name() -> str:
    """The cookie's name: with the port as the browser knows it, since cookies are shared by all ports of a host.

    Over https a browser lets nobody but this very host set a name with `__Host-`, and only Secure, for `/`.
    """
    port = _PORT.search(request.host)
    return ("__Host-" if request.is_secure else "") + COOKIE + (f"_{port[1]}" if port else "")


def _bearer() -> str:
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise KeyRefused
    return authorization.token
