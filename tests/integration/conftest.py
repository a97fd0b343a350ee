"""A database that no migration has touched."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from shared.database.engine import driver_url

END_OURS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND usename = current_user"


@pytest.fixture
def bare_database_url(database_url: str) -> Iterator[str]:
    """The URL of a new and empty database on the tests' server, gone after the test."""
    name = f"bare_{uuid.uuid4().hex}"
    url = driver_url(database_url)
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
        # not WITH (FORCE): that would end an autovacuum too, which this role may not; a plain DROP does it by itself
        connection.execute(text(END_OURS), {"name": name})
        connection.execute(text(f"DROP DATABASE {name}"))
    server.dispose()
