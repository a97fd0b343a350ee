"""Who may call what: every route is marked with a scope or as public, and an unmarked one stops the start."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar, cast

import structlog
from flask import Flask, current_app, g, request

from api.http.wiring import request_work
from shared.access.authenticate import authenticate, require_scope
from shared.access.errors import KeyRefused
from shared.access.scopes import Scope

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
_MARK = "access_mark"


class UnguardedRoute(RuntimeError):
    """A route says neither who may call it nor that anyone may."""


def mark(view: View, access: str) -> View:
    """Write on a view who may call it: a scope, or PUBLIC; wrappers made by functools.wraps keep the mark."""
    setattr(view, _MARK, access)
    return view


def find_mark(app: Flask, endpoint: str) -> str | None:
    """The mark of an endpoint's view, or None."""
    return cast("str | None", getattr(app.view_functions[endpoint], _MARK, None))


def guard_requests(app: Flask) -> None:
    """Check the key of each request before anything of it is parsed."""
    app.before_request(_admit)


def refuse_unguarded(app: Flask) -> None:
    """Raise UnguardedRoute if any route is unmarked; called once all are registered."""
    bare = sorted({rule.rule for rule in app.url_map.iter_rules() if find_mark(app, rule.endpoint) is None})
    if bare:
        raise UnguardedRoute(f"Mark with @blp.guarded(Scope.…) or @blp.public: {', '.join(bare)}")


def caller_id() -> uuid.UUID:
    """The id of the key that this request came with; only on guarded routes."""
    return cast(uuid.UUID, g.api_key_id)


def _admit() -> None:
    if request.endpoint is None or _is_automatic_options():
        return
    access = find_mark(current_app, request.endpoint)
    if access == PUBLIC:
        return
    if access is None:
        raise UnguardedRoute(request.endpoint)
    with request_work() as uow:
        key = authenticate(uow, _bearer())
        require_scope(key, Scope(access))
    g.api_key_id = key.id
    structlog.contextvars.bind_contextvars(api_key_id=str(key.id))


def _is_automatic_options() -> bool:
    """Whether Flask itself answers, with nothing but the allowed methods."""
    return request.method == "OPTIONS" and bool(getattr(request.url_rule, "provide_automatic_options", False))


def _bearer() -> str:
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise KeyRefused
    return authorization.token
