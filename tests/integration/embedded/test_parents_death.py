"""What happens to the services when the process that started them is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.service import EmbeddedService
from cli.embedded.valkey import EmbeddedValkey

ROOT = Path(__file__).parents[3]
OWNER = """
import signal, sys
from pathlib import Path
from cli.embedded.{module} import {kind}
service = {kind}(Path(sys.argv[1]), die_with_thread={tied}, **{more}).start()
print(service.pid, service.url, flush=True)
signal.pause()
"""
services = pytest.mark.parametrize("kind", [EmbeddedPostgres, EmbeddedValkey])


def faster(kind: type[EmbeddedService]) -> dict[str, Any]:
    return {"durable": False} if kind is EmbeddedPostgres else {}


class Owner:
    """A process that starts a service and is then killed."""

    def __init__(self, kind: type[EmbeddedService], directory: Path, *, tied: bool) -> None:
        script = OWNER.format(module=kind.name, kind=kind.__name__, tied=tied, more=faster(kind))
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, str(directory)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert self.process.stdout is not None
        pid, self.url = self.process.stdout.readline().split()
        self.pid = int(pid)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def owner_of() -> Iterator[Callable[..., Owner]]:
    owners: list[Owner] = []

    def make(kind: type[EmbeddedService], directory: Path, *, tied: bool) -> Owner:
        owners.append(Owner(kind, directory, tied=tied))
        return owners[-1]

    yield make
    for owner in owners:
        owner.kill()


@services
class TestKilledOwner:
    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child of its parent's death")
    def test_takes_its_service_along(
        self,
        tmp_path: Path,
        kind: type[EmbeddedService],
        owner_of: Callable[..., Owner],
        wait_until: Callable[..., None],
        has_ended: Callable[[int], bool],
    ) -> None:
        owner = owner_of(kind, tmp_path / "service", tied=True)
        owner.kill()
        wait_until(lambda: has_ended(owner.pid))

    def test_a_service_left_behind_is_stopped_at_the_next_start(
        self,
        tmp_path: Path,
        kind: type[EmbeddedService],
        owner_of: Callable[..., Owner],
        has_ended: Callable[[int], bool],
    ) -> None:
        owner = owner_of(kind, tmp_path / "service", tied=False)
        owner.kill()
        assert not has_ended(owner.pid)
        with kind(tmp_path / "service", **faster(kind)) as service:
            assert has_ended(owner.pid)
            assert service.url == owner.url
            assert service.ready()

    def test_a_stranger_with_the_recorded_pid_is_left_alone(self, tmp_path: Path, kind: type[EmbeddedService]) -> None:
        service = kind(tmp_path / "service", **faster(kind))
        service.start().stop()
        stranger = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
        try:
            state = service.directory / "service.json"
            text = state.read_text()
            recorded = text.split('"pid": ')[1].split(",")[0]
            state.write_text(text.replace(f'"pid": {recorded}', f'"pid": {stranger.pid}'))
            with kind(tmp_path / "service", **faster(kind)) as again:
                assert again.ready()
                assert stranger.poll() is None
        finally:
            os.kill(stranger.pid, signal.SIGKILL)
            stranger.wait()
