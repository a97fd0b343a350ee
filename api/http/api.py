"""Our Api: OpenAPI 3.1 that says what the code does, errors as problem+json, Swagger UI without inline script."""

from __future__ import annotations

from typing import Any

import flask_smorest  # type: ignore[import-untyped]
import marshmallow as ma
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask

from api.http.blueprint import SECURITY_SCHEME, SESSION_SCHEME, problem_name
from api.http.credentials import COOKIE
from api.http.docs import docs_blueprint
from api.http.errors import PROBLEMS, codes_with_status
from api.http.handlers import MEDIA_TYPE
from api.http.problem_schema import ProblemSchema

TITLE = "Sales Agent API v1"
DEFAULT_PROBLEM = "ProblemDefault"


class Converter(OpenAPIConverter):
    """Documents an exclusive bound as exclusive and rules between fields, and leaves `readOnly` out."""

    def schema2jsonschema(self, schema: ma.Schema | type[ma.Schema]) -> dict[str, Any]:
        """The form of an object, with what `Meta.rules` says of its fields together."""
        form: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        return form | getattr(getattr(resolve_schema_cls(schema), "Meta", None), "rules", {})

    def field2range(self, field: ma.fields.Field[Any], ret: dict[str, Any]) -> dict[str, Any]:
        """The bounds of a number; as it comes, `Range(min_inclusive=False)` is documented as inclusive."""
        attributes = dict(super().field2range(field, ret))
        for validator in field.validators:
            if isinstance(validator, ma.validate.Range):
                if not validator.min_inclusive and "minimum" in attributes:
                    attributes["exclusiveMinimum"] = attributes.pop("minimum")
                if not validator.max_inclusive and "maximum" in attributes:
                    attributes["exclusiveMaximum"] = attributes.pop("maximum")
        return attributes

    def field2read_only(self, field: ma.fields.Field[Any], **_: Any) -> dict[str, Any]:
        """Nothing: all of an answer is read-only, and `readOnly` on every field would hide the rest."""
        return {}

    def field2default(self, field: ma.fields.Field[Any], **_: Any) -> dict[str, Any]:
        """The default if it says anything: `null` only means that a parameter may be left out."""
        attributes: dict[str, Any] = super().field2default(field)
        return {} if attributes.get("default", 0) in (None, [], ()) else attributes


class Plugin(MarshmallowPlugin):
    """Uses our converter."""

    Converter = Converter


class Api(flask_smorest.Api):  # type: ignore[misc]
    """Serves and documents blueprints below one prefix."""

    DEFAULT_ERROR_RESPONSE_NAME = DEFAULT_PROBLEM
    ERROR_SCHEMA = ProblemSchema

    def __init__(self, app: Flask, *, prefix: str) -> None:
        app.config.update(API_TITLE=TITLE, API_VERSION="1", OPENAPI_VERSION="3.1.0")
        self._prefix = prefix
        super().__init__(app, spec_kwargs={"marshmallow_plugin": Plugin(schema_name_resolver=_schema_name)})
        self.register_field(ma.fields.Enum, "string", None)
        self.spec.components.security_scheme(
            SECURITY_SCHEME,
            {"type": "http", "scheme": "bearer", "description": "An API key, `sa_…`, with the scope that is listed."},
        )
        self.spec.components.security_scheme(
            SESSION_SCHEME,
            {
                "type": "apiKey",
                "in": "cookie",
                "name": COOKIE,
                "description": "A browser that signed in with a key of the scope that is listed; it may change things "
                "only from a page of the same origin. Where the URL has a port, the name goes on with `_` and the "
                "port; over https it begins with `__Host-`.",
            },
        )

    def register_blueprint(self, blp: Any, **options: Any) -> None:
        """Serve a noun's routes below the prefix."""
        super().register_blueprint(blp, url_prefix=self._prefix, **options)

    def _register_doc_blueprint(self) -> None:
        # as it comes, the page has an inline script and names a CDN
        self._app.register_blueprint(docs_blueprint(self), url_prefix=self._prefix)

    def _register_error_handlers(self) -> None:
        """Register none: api.http.handlers has them all, and as it comes 405 would lose Allow."""

    def _register_responses(self) -> None:
        # as they come, errors are documented as application/json with flask-smorest's own body
        for status in sorted({problem.status for problem in PROBLEMS.values()}):
            codes = ", ".join(f"`{code}`" for code in codes_with_status(status))
            self._register_problem(problem_name(status), f"Codes: {codes}")
        self._register_problem(DEFAULT_PROBLEM, "Any other error.")

    def _register_problem(self, name: str, description: str) -> None:
        content = {MEDIA_TYPE: {"schema": ProblemSchema}}
        self.spec.components.response(name, {"description": description, "content": content}, lazy=True)


def _schema_name(schema: Any) -> str:
    """JobSchema → Job."""
    resolved = ma.class_registry.get_class(schema) if isinstance(schema, str) else schema
    kind = resolved if isinstance(resolved, type) else type(resolved)
    return str(getattr(kind, "__name__", "Schema")).removesuffix("Schema")
