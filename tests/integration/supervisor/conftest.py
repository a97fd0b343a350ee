"""A stack of tiny programs in place of the product's own: the supervisor is real, and so are the processes."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from cli.embedded.ports import free_port
from cli.supervisor import bring_up
from cli.supervisor.local_key import LocalKey
from cli.supervisor.options import StackOptions
from cli.supervisor.stack import Stack
from tests.integration.supervisor.fakes import FakePrograms, Made, tiny


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> FakePrograms:
    fakes = FakePrograms()
    monkeypatch.setattr(bring_up, "migrations_program", lambda: tiny("migrations", fakes.migrations))
    monkeypatch.setattr(
        bring_up, "simulator_program", lambda *, port, **_: tiny("simulator", fakes.simulator, str(port))
    )
    monkeypatch.setattr(bring_up, "api_program", lambda *, port: tiny("api", fakes.api, str(port)))
    monkeypatch.setattr(bring_up, "worker_programs", lambda *_, **__: [tiny("worker-bulk", fakes.worker)])
    monkeypatch.setattr(bring_up, "beat_program", lambda: tiny("beat", fakes.beat))
    return fakes


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Two addresses at which somebody listens, as a person would set them; no `.env`, no provider's key."""
    monkeypatch.chdir(tmp_path)
    for name in ("CEREBRAS_API_KEY", "APP_SECRET", "LOG_LEVEL", "APP_ENV"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DASHBOARD_DIR", str(tmp_path / "dist"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", f"postgresql://user:pw@127.0.0.1:{port}/name")
        monkeypatch.setenv("REDIS_URL", f"redis://:pw@127.0.0.1:{port}/0")
        yield


@pytest.fixture
def make_stack(databases: None, programs: FakePrograms, tmp_path: Path) -> Iterator[Callable[..., Made]]:
    made: list[Made] = []

    def make(*, port: int | None = None, quiet: bool = False, known: str = "sa_known") -> Made:
        options = StackOptions(directory=tmp_path / "state", port=port or free_port(), quiet=quiet)
        lines: list[str] = []
        stack = Stack(options, lines.append, ensure_key=lambda _, key: LocalKey(key or known, key is None, "once"))
        made.append(Made(stack, options, lines))
        return made[-1]

    yield make
    for each in made:
        each.stack.stop()


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
