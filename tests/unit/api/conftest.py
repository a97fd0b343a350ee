"""The API without its servers: what is answered before any database is asked."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from shared.database.engine import make_engine
from shared.queue.names import Queue
from shared.settings import Settings
from tests.unit.api.build import fill


class AbsentBroker:
    """A broker that is away."""

    def wake(self, job_id: uuid.UUID, *, queue: Queue, runners: int = 1) -> None:
        raise AssertionError("nothing is accepted without a database")

    def ping(self) -> bool:
        return False


@pytest.fixture
def app_with() -> Callable[..., Flask]:
    """Make the application with some settings changed; its database does not exist."""

    def make(**changes: object) -> Flask:
        values = {
            "APP_ENV": "test",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
            "REDIS_URL": "redis://127.0.0.1:9/0",
            "APP_SECRET": "0123456789abcdef" * 3,
            "CEREBRAS_API_KEY": "test-key",
            "DASHBOARD_DIR": "/no/dashboard/here",
        }
        settings = Settings.model_validate(values | changes)
        return create_app(settings, engine=make_engine(settings), broker=AbsentBroker())

    return make


@pytest.fixture
def offline_app(app_with: Callable[..., Flask]) -> Flask:
    """The application by default settings."""
    return app_with()


@pytest.fixture
def offline(offline_app: Flask) -> FlaskClient:
    """A caller of it without a key."""
    return offline_app.test_client()


@pytest.fixture
def built(app_with: Callable[..., Flask], tmp_path: Path) -> FlaskClient:
    """A caller without a key of an API that has a dashboard."""
    fill(tmp_path / "dist")
    return app_with(DASHBOARD_DIR=str(tmp_path / "dist")).test_client()
