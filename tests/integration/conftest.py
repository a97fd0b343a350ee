"""A database that no migration has touched."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from shared.database.engine import driver_url


@pytest.fixture
def bare_database_url(database_url: str) -> Iterator[str]:
    """The URL of a new and empty database on the tests' server, gone after the test."""
    name = f"bare_{uuid.uuid4().hex}"
    url = driver_url(database_url)
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()
