# ruff: noqa: N999 - the name that gunicorn documents for its configuration
"""gunicorn for the API: two processes of 16 threads, started once PostgreSQL answers.

`gunicorn -c api/gunicorn.conf.py 'api.app:create_app()'`; another address by `-b host:port`.
"""

from __future__ import annotations

import sys
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from shared.database.engine import wait_for_url
from shared.database.errors import DatabaseConnectionError
from shared.observability.logging import configure_logging
from shared.settings import SettingsError, get_settings

try:
    SETTINGS = get_settings()
except SettingsError as error:
    sys.exit(error.detail)


class JsonLogger(Logger):  # type: ignore[misc]
    """Sends gunicorn's own lines where all others go, as JSON."""

    def setup(self, cfg: Any) -> None:
        """Take gunicorn's handlers off, so that the root's remain."""
        super().setup(cfg)
        configure_logging(SETTINGS, service="api")
        self.error_log.handlers.clear()
        self.error_log.propagate = True


bind = "127.0.0.1:8001"
workers = 2
# gthread, whose own refusals are problem documents as well
worker_class = "api.gunicorn_worker.ProblemWorker"
threads = 16
# the application is made in each worker: a database connection made before a fork would be shared by both
preload_app = False
# written out, as the errors say them
limit_request_line = 4094
limit_request_fields = 100
limit_request_field_size = 8190
# a browser that polls every 2 s keeps its connection
keepalive = 15
# a submission of the largest size is finished before a stop ends it
graceful_timeout = 30
timeout = 60
# a restart after so many requests hides a leak and cuts off whoever is being served
max_requests = 0
# ours is the line `http_request`, with the route instead of the path
accesslog = None
logger_class = JsonLogger
# by default all instances of a user share one control socket in the home directory
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Wait for PostgreSQL in the first process, with a connection of its own that is closed before any fork."""
    try:
        wait_for_url(str(SETTINGS.DATABASE_URL))
    except DatabaseConnectionError as error:
        server.log.error(error.detail)
        sys.exit(1)
