"""Who may call what: every route is marked, with a scope or otherwise, and an unmarked one stops the start."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar, cast

import structlog
from flask import Flask, current_app, g, request

from api.http.credentials import identify
from api.http.cross_site import refuse_cross_site
from api.http.wiring import request_work
from shared.access.authenticate import require_scope
from shared.access.caller import Caller
from shared.access.scopes import Scope

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
# anyone who holds a live key or session, whatever its scopes
SIGNED_IN = "signed_in"
# anyone, but only from a page of our own
SIGN_IN = "sign_in"
# whoever signs in is not known yet and sends a key; nothing larger is read
SIGN_IN_BODY_BYTES = 4096
_MARK = "access_mark"


class UnguardedRoute(RuntimeError):
    """A route says neither who may call it nor that anyone may."""


def mark(view: View, access: str) -> View:
    """Write on a view who may call it: a scope, or one of the marks; wrappers made by functools.wraps keep it."""
    setattr(view, _MARK, access)
    return view


def find_mark(app: Flask, endpoint: str) -> str | None:
    """The mark of an endpoint's view, or None."""
    return cast("str | None", getattr(app.view_functions[endpoint], _MARK, None))


def guard_requests(app: Flask) -> None:
    """Check the key or session of each request before anything of it is parsed."""
    app.before_request(_admit)


def refuse_unguarded(app: Flask) -> None:
    """Raise UnguardedRoute if any route is unmarked; called once all are registered."""
    bare = sorted({rule.rule for rule in app.url_map.iter_rules() if find_mark(app, rule.endpoint) is None})
    if bare:
        raise UnguardedRoute(f"Mark with @blp.guarded(Scope.…) or @blp.public: {', '.join(bare)}")


def caller() -> Caller:
    """Who this request comes from; only on guarded routes."""
    return cast(Caller, g.caller)


def caller_id() -> uuid.UUID:
    """The id of the key behind this request, also when a session stands for it; only on guarded routes."""
    return caller().api_key_id


def _admit() -> None:
    if request.endpoint is None or _is_automatic_options():
        return
    access = find_mark(current_app, request.endpoint)
    if access == PUBLIC:
        return
    if access is None:
        raise UnguardedRoute(request.endpoint)
    if access == SIGN_IN:
        refuse_cross_site()
        request.max_content_length = SIGN_IN_BODY_BYTES
        return
    with request_work() as uow:
        found = identify(uow)
        if access != SIGNED_IN:
            require_scope(found, Scope(access))
    g.caller = found
    structlog.contextvars.bind_contextvars(api_key_id=str(found.api_key_id))


def _is_automatic_options() -> bool:
    """Whether Flask itself answers, with nothing but the allowed methods."""
    return request.method == "OPTIONS" and bool(getattr(request.url_rule, "provide_automatic_options", False))
