"""Routes: each says who may call it, and is in the document; what is in the document is served."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from api.app import create_app
from api.http.guards import PUBLIC, SIGN_IN, SIGNED_IN, find_mark
from api.openapi import openapi_document
from shared.access.scopes import Scope
from shared.database.engine import make_engine
from shared.settings import Settings

PREFIX = "/api/v1"
# anyone may know how the service is used, and that it lives
DOCUMENTATION = re.compile(rf"{PREFIX}/(openapi\.json|docs|docs/[a-z0-9.-]+)")
ALIVE = {f"{PREFIX}/health", f"{PREFIX}/ready"}
# files, the same for everyone; the only ones outside the prefix
DASHBOARD = {"/", "/assets/<path:name>", "/<dashboard:path>"}
SESSION = f"{PREFIX}/session"
# takes a body and keeps nothing
CHECK = (f"{PREFIX}/profiles/validate", "POST")


class NoBroker:
    """Is never asked."""


@pytest.fixture(scope="module")
def app() -> Flask:
    """The application that gunicorn serves; its database does not exist."""
    settings = Settings.model_validate(
        {
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
            "REDIS_URL": "redis://127.0.0.1:9/0",
            "APP_SECRET": "0123456789abcdef" * 3,
            "CEREBRAS_API_KEY": "test-key",
            "API_V1_PREFIX": PREFIX,
        }
    )
    return create_app(settings, engine=make_engine(settings), broker=NoBroker())  # type: ignore[arg-type]


def served(app: Flask) -> Iterator[tuple[str, str, str | None]]:
    """(rule, method, mark) of everything that a view of ours answers."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield rule.rule, method, find_mark(app, rule.endpoint)


def as_documented(rule: str) -> str:
    """A rule of Flask as OpenAPI spells it: /jobs/<uuid:job_id> is /jobs/{job_id}."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


def documented() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(path, method, operation) of everything in the document."""
    for path, methods in openapi_document(PREFIX)["paths"].items():
        for method in methods.keys() & {"get", "post", "put", "patch", "delete"}:
            yield path, method.upper(), methods[method]


class TestRoutes:
    def test_are_each_guarded_by_a_scope_or_public(self, app: Flask) -> None:
        marks = list(served(app))
        assert len(marks) > 8
        assert [route for route in marks if route[2] not in {PUBLIC, SIGN_IN, SIGNED_IN, *Scope}] == []

    def test_are_public_only_where_anyone_may_look(self, app: Flask) -> None:
        public = {(rule, method) for rule, method, mark in served(app) if mark == PUBLIC}
        assert {rule for rule, _ in public if not DOCUMENTATION.fullmatch(rule)} == ALIVE | DASHBOARD
        assert {method for _, method in public} == {"GET"}

    def test_ask_for_no_scope_only_where_a_browser_signs_in_and_out(self, app: Flask) -> None:
        without = {(rule, method, mark) for rule, method, mark in served(app) if mark not in {PUBLIC, *Scope}}
        assert without == {(SESSION, "POST", SIGN_IN), (SESSION, "GET", SIGNED_IN), (SESSION, "DELETE", SIGNED_IN)}

    def test_change_nothing_for_who_may_only_read(self, app: Flask) -> None:
        changing = {route[:2] for route in served(app) if route[1] != "GET" and route[2] == Scope.READ}
        assert changing == {CHECK}

    def test_are_those_of_the_document(self, app: Flask) -> None:
        routes = {
            (as_documented(rule), method)
            for rule, method, _ in served(app)
            if not DOCUMENTATION.fullmatch(rule) and rule not in DASHBOARD
        }
        assert routes == {(path, method) for path, method, _ in documented()}

    def test_ask_for_the_scope_that_the_document_names(self, app: Flask) -> None:
        marks = {(as_documented(rule), method): mark for rule, method, mark in served(app)}
        for path, method, operation in documented():
            mark = marks[path, method]
            scopes = [] if mark == SIGNED_IN else [mark]
            by_either = [{"apiKey": scopes}, {"session": scopes}]
            assert operation["security"] == ([] if mark in {PUBLIC, SIGN_IN} else by_either), f"{method} {path}"

    def test_live_below_the_prefix(self, app: Flask) -> None:
        assert {rule for rule, _, _ in served(app) if not rule.startswith(f"{PREFIX}/")} == DASHBOARD
