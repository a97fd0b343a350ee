"""Embedded services that are gone after the test, wherever they kept their data."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.valkey import EmbeddedValkey


@contextmanager
def started_postgres(directory: Path) -> Iterator[EmbeddedPostgres]:
    service = EmbeddedPostgres(directory, durable=False)
    try:
        yield service.start()
    finally:
        service.destroy()


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    with started_postgres(tmp_path_factory.mktemp("services") / "postgres") as service:
        yield service


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[EmbeddedValkey]:
    service = EmbeddedValkey(tmp_path / "valkey")
    try:
        yield service.start()
    finally:
        service.destroy()


@pytest.fixture
def wait_until() -> Callable[..., None]:
    def wait(condition: Callable[[], object], *, within_seconds: float = 10.0) -> None:
        deadline = time.monotonic() + within_seconds
        while not condition():
            assert time.monotonic() < deadline, "did not come true in time"
            time.sleep(0.01)

    return wait


@pytest.fixture
def has_ended() -> Callable[[int], bool]:
    def ended(pid: int) -> bool:
        try:
            return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return True

    return ended
