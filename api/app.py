"""Builds the HTTP application; importing this module does nothing."""

from __future__ import annotations

import threading
from typing import Any

import orjson
from flask import Flask
from flask.json.provider import JSONProvider
from sentry_sdk.integrations.flask import FlaskIntegration
from sqlalchemy import Engine

from api.http.api import Api
from api.http.bodies import MEGABYTE
from api.http.caching import govern_caching
from api.http.dashboard import serve_dashboard
from api.http.guards import guard_requests, refuse_unguarded
from api.http.handlers import handle_errors
from api.http.requests import follow_requests
from api.http.security import secure_answers
from api.http.wiring import EXTENSION, Broker, Wiring
from api.resources import register_resources
from shared.database.engine import get_engine
from shared.observability.logging import configure_logging
from shared.observability.sentry import start_sentry
from shared.queue.publish import get_publisher
from shared.settings import Settings, get_settings


class OrjsonProvider(JSONProvider):
    """Answers by orjson: a page of 1,000 results is two megabytes."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """JSON text."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """The value of a JSON text."""
        return orjson.loads(s)


def create_app(
    settings: Settings | None = None, *, engine: Engine | None = None, broker: Broker | None = None
) -> Flask:
    """The application of this process; must be called after any fork. What is not given is the process's own."""
    settings = settings or get_settings()
    configure_logging(settings, service="api")
    start_sentry(settings, service="api", integrations=[FlaskIntegration(transaction_style="url")])
    app = Flask("sales-agent", static_folder=None)
    app.json = OrjsonProvider(app)
    app.config["MAX_CONTENT_LENGTH"] = settings.MAX_BODY_MB * MEGABYTE
    app.extensions[EXTENSION] = Wiring(
        settings=settings,
        engine=engine or get_engine(),
        broker=broker or get_publisher(),
        waiting_places=threading.BoundedSemaphore(settings.QUALIFY_MAX_WAITERS),
    )
    # what is registered first runs last after a request: the log line sees the finished answer
    follow_requests(app)
    secure_answers(app)
    govern_caching(app)
    handle_errors(app)
    guard_requests(app)
    serve_dashboard(app, settings.dashboard_directory, prefix=settings.API_V1_PREFIX)
    build_api(app, prefix=settings.API_V1_PREFIX)
    return app


def build_api(app: Flask, *, prefix: str) -> Api:
    """Every route below the prefix, each guarded or public; needs no settings, so that the document can be written."""
    api = Api(app, prefix=prefix)
    register_resources(api)
    refuse_unguarded(app)
    return api
