"""Fixtures for all: a PostgreSQL and a Valkey of the tests' own, a session, an API client, a scripted provider."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

import migrations.tables  # noqa: F401 - fills the metadata
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.valkey import EmbeddedValkey
from migrations.upgrade import upgrade
from shared.access.create import create_key
from shared.access.scopes import Scope
from shared.database.base import Base
from shared.database.engine import driver_url, get_engine
from shared.database.unit_of_work import unit_of_work
from shared.ids import new_id
from shared.observability.logging import configure_logging
from shared.queue.publish import get_publisher
from shared.settings import Settings, get_settings
from tests.doubles.provider import MockCerebras
from tests.doubles.wake import RecordedWakes

SECRET = "0123456789abcdef" * 3


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    """What one test configures of structlog is forgotten before the next."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def services_directory() -> Iterator[Path]:
    """A directory of its own for this run's servers, outside the tree and removed at the end."""
    directory = Path(tempfile.mkdtemp(prefix="sales-agent-tests-"))
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def database_url(services_directory: Path) -> Iterator[str]:
    """An empty database at the newest migration: TEST_DATABASE_URL, else an embedded server; never DATABASE_URL."""

    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        upgrade(given)
        yield given
        return

    server = EmbeddedPostgres(services_directory / "postgres", durable=False)
    server.start()
    try:
        upgrade(server.url)
        yield server.url
    finally:
        server.destroy()


@pytest.fixture(scope="session")
def redis_url(services_directory: Path) -> Iterator[str]:
    """An empty broker: TEST_REDIS_URL, else an embedded Valkey; never REDIS_URL."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        yield given
        return

    server = EmbeddedValkey(services_directory / "valkey")
    server.start()
    try:
        yield server.url
    finally:
        server.destroy()


@pytest.fixture(scope="session")
def environment(database_url: str, redis_url: str, services_directory: Path) -> dict[str, str]:
    """The variables of a process that works against the tests' servers."""
    return {
        "APP_ENV": "test",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "APP_SECRET": SECRET,
        "CEREBRAS_API_KEY": "test-key",
        "CEREBRAS_BASE_URL": "http://127.0.0.1:9",
        "LLM_PROVIDER": "simulator",
        # whether somebody has built one must not change what a test sees
        "DASHBOARD_DIR": str(services_directory / "no-dashboard"),
    }


@pytest.fixture
def settings(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The settings of this process, with its engine and publisher made anew from them."""

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for cached in (get_settings, get_engine, get_publisher):
        cached.cache_clear()
    # as a real process does: structlog's own default would print the values of failing frames
    configure_logging(get_settings(), service="tests")
    yield get_settings()
    if get_engine.cache_info().currsize:
        get_engine().dispose()
    for cached in (get_settings, get_engine, get_publisher):
        cached.cache_clear()


@pytest.fixture(scope="session")
def _plain_engine(database_url: str) -> Iterator[Engine]:

    engine = create_engine(driver_url(database_url))
    yield engine
    engine.dispose()


@pytest.fixture
def empty_database(_plain_engine: Engine, settings: Settings) -> Settings:
    """Every table empty; returns the settings that lead there."""

    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with _plain_engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    return settings


@pytest.fixture
def db_session(_plain_engine: Engine, empty_database: Settings) -> Iterator[Session]:
    """A session whose changes are rolled back; what the code under test committed is seen."""
    with Session(_plain_engine) as session:
        yield session
        session.rollback()


@pytest.fixture
def api_key(empty_database: Settings) -> str:
    """A key with all scopes."""

    with unit_of_work() as uow:
        return create_key(uow, name="tests", scopes=list(Scope)).key


@pytest.fixture
def client(empty_database: Settings, api_key: str) -> FlaskClient:
    """The API in this process, signed in with a key of all scopes."""

    from api.app import create_app  # noqa: PLC0415 - only the tests of the API pay for loading Flask

    app = create_app(empty_database)
    app.testing = True
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {api_key}"
    return client


@pytest.fixture
def mock_cerebras() -> MockCerebras:
    """A provider that answers in this process: right answers by default, or what the test scripts."""
    return MockCerebras()


@pytest.fixture
def wakes() -> RecordedWakes:
    """A publisher that only remembers."""
    return RecordedWakes()


@pytest.fixture
def new_uuid() -> Callable[[], uuid.UUID]:
    """Fresh ids."""

    return new_id
