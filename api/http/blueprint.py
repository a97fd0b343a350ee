"""Our Blueprint: guards that document themselves, operation ids by name, and flask-smorest's edges mended."""

from __future__ import annotations

from typing import Any, NoReturn, Protocol, cast

import flask_smorest  # type: ignore[import-untyped]
import marshmallow as ma
from flask import Request
from webargs.flaskparser import FlaskParser, is_json_request

from api.http.bodies import JSON, UnsupportedBody, json_value
from api.http.guards import PUBLIC, SIGN_IN, SIGNED_IN, View, mark
from shared.access.scopes import Scope

SECURITY_SCHEME = "apiKey"
SESSION_SCHEME = "session"


class Decorator(Protocol):
    """Takes a view and gives it back, wrapped."""

    def __call__(self, view: View, /) -> View:
        """The wrapped view."""


class Parser(FlaskParser):
    """Refuses unknown parameters, a body of another type, and tells faults as our errors."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": ma.RAISE}

    def _raw_load_json(self, req: Request) -> Any:
        # as it comes, a CSV body is answered "Missing data for required field"
        if not is_json_request(req):
            raise UnsupportedBody(f"Set Content-Type to {JSON}.")
        return json_value()

    def handle_error(self, error: ma.ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Leave the answer to our handler instead of aborting with webargs' own."""
        raise error


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """Routes of one noun; each view is a function, and its name in camelCase is its operation id."""

    ARGUMENTS_PARSER = Parser()

    def guarded(self, scope: Scope) -> Decorator:
        """Only keys with this scope may call the view; says so in the document, with the answers for others."""

        def decorate(view: View) -> View:
            return mark(self._secured(self.problems(403)(view), scope.value), scope.value)

        return decorate

    def signed_in(self, view: View) -> View:
        """Whoever holds a live key or session may call the view, whatever its scopes."""
        return mark(self._secured(view), SIGNED_IN)

    def sign_in(self, view: View) -> View:
        """Anyone may call the view, but only from a page of ours."""
        return mark(self.doc(security=[])(self.problems(403)(view)), SIGN_IN)

    def public(self, view: View) -> View:
        """Anyone may call the view."""
        return mark(self.doc(security=[])(view), PUBLIC)

    def _secured(self, view: View, *scopes: str) -> View:
        security = [{scheme: [*scopes]} for scheme in (SECURITY_SCHEME, SESSION_SCHEME)]
        return self.doc(security=security)(self.problems(401)(view))

    def problems(self, *statuses: int) -> Decorator:
        """Document the errors that the view answers with."""

        def decorate(view: View) -> View:
            for status in statuses:
                view = self.alt_response(status, response=problem_name(status))(view)
            return view

        return decorate

    def route(self, rule: str, *, methods: tuple[str, ...] = ("GET",), **options: Any) -> Decorator:
        """Serve the view under this rule."""

        def decorate(view: View) -> View:
            named = self.doc(operationId=camel_case(view.__name__))(view)
            return cast(View, super(Blueprint, self).route(rule, methods=list(methods), **options)(named))

        return decorate

    def arguments(self, schema: type[ma.Schema] | ma.Schema, **options: Any) -> Decorator:
        """Hand the view what this schema makes of the request."""
        return cast(Decorator, super().arguments(schema, **options))

    def doc(self, **description: Any) -> Decorator:
        """Add to what is documented of the view."""
        return cast(Decorator, super().doc(**description))

    def alt_response(self, status_code: int, response: str | None = None, **options: Any) -> Decorator:
        """Document another answer of the view."""
        return cast(Decorator, super().alt_response(status_code, response, **options))

    def response(self, status_code: int, schema: Any = None, **options: Any) -> Decorator:
        """Answer with what this schema makes of the view's return value."""
        return cast(Decorator, super().response(status_code, schema, **options))


def problem_name(status: int) -> str:
    """The name of the documented error answer of this status."""
    return f"Problem{status}"


def camel_case(name: str) -> str:
    """create_job → createJob."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
