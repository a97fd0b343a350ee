"""The engine of this process: pool sizes from settings, no values in its errors, patience at start-up."""

from __future__ import annotations

import time
from functools import lru_cache

import structlog
from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from shared.database.errors import DatabaseConnectionError
from shared.database.statement_log import log_statements
from shared.settings import Settings, get_settings

log = structlog.get_logger(__name__)

CONNECT_TIMEOUT_SECONDS = 3


def driver_url(url: str) -> URL:
    """The URL with our driver: SQLAlchemy 2.1 would take psycopg 3 for a bare postgresql://."""
    return make_url(url.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg2")


def make_engine(settings: Settings, *, application_name: str = "sales-agent") -> Engine:
    """An engine that checks a pooled connection before use, so that a restart of PostgreSQL costs no request."""
    engine = create_engine(
        driver_url(str(settings.DATABASE_URL)),
        pool_pre_ping=True,
        pool_size=settings.DATABASE_POOL_SIZE,
        max_overflow=settings.DATABASE_MAX_OVERFLOW,
        pool_timeout=5,
        echo=settings.DATABASE_ECHO,
        # an error's text would otherwise carry the lead that caused it
        hide_parameters=True,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "application_name": application_name,
            # a peer that vanished without a FIN must not hold a thread for hours
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "options": "-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
        },
    )
    log_statements(engine)
    return engine


@lru_cache(maxsize=1)
def get_engine() -> Engine:
    """The engine of this process, made at the first call and never before a fork."""
    return make_engine(get_settings())


def wait_for_url(url: str, *, timeout_seconds: float = 30.0) -> None:
    """As wait_for_database, for a process that has nothing but the URL."""
    engine = create_engine(
        driver_url(url),
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS},
    )
    try:
        wait_for_database(engine, timeout_seconds=timeout_seconds)
    finally:
        engine.dispose()


def wait_for_database(engine: Engine, *, timeout_seconds: float = 30.0) -> None:
    """Return once PostgreSQL answers; raises DatabaseConnectionError when it does not in time."""
    deadline = time.monotonic() + timeout_seconds
    pause = 0.05
    while True:
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
            return
        except OperationalError:
            if time.monotonic() >= deadline:
                raise DatabaseConnectionError(
                    f"PostgreSQL did not answer within {timeout_seconds:.0f} s; is it running, is DATABASE_URL right?"
                ) from None
            log.warning("database_not_ready", retry_in_seconds=pause)
            time.sleep(pause)
            pause = min(pause * 2, 2.0)
