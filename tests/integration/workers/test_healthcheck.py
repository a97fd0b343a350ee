"""The health check of the workers' image, for a worker by its heartbeat and for beat by its pulse."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from cli.embedded.ports import free_port
from shared.database.engine import get_engine
from shared.database.unit_of_work import unit_of_work
from shared.fleet.repository import FRESH_SECONDS, Beat, FleetRepository
from shared.settings import Settings, get_settings
from tests.doubles.stack import wait_for
from workers import healthcheck, pulse


def report_in(*, hostname: str, pid: int) -> None:
    """A worker process of that host says that it is alive."""
    with unit_of_work() as uow:
        FleetRepository(uow.session).beat(
            Beat(
                process=f"{hostname}:{pid}",
                hostname=hostname,
                pid=pid,
                queues=["bulk"],
                slots=1,
                in_flight=0,
                version="0",
            )
        )


class TestWorker:
    def test_is_well_while_its_heartbeat_is_fresh(self, empty_database: Settings) -> None:
        report_in(hostname=socket.gethostname(), pid=os.getpid())
        assert healthcheck.main() == 0

    def test_is_not_well_when_nobody_here_has_reported_in(
        self, empty_database: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        report_in(hostname="another-container", pid=os.getpid())
        assert healthcheck.main() == 1
        assert "no worker of this host" in capsys.readouterr().err

    def test_is_not_well_when_its_heartbeat_is_old(self, empty_database: Settings, db_session: Session) -> None:
        report_in(hostname=socket.gethostname(), pid=os.getpid())
        with unit_of_work() as uow:
            uow.session.execute(
                text("UPDATE worker_heartbeats SET seen_at = clock_timestamp() - make_interval(secs => :age)"),
                {"age": FRESH_SECONDS + 0.5},
            )
        assert healthcheck.main() == 1

    def test_is_not_well_when_only_its_last_words_are_there(
        self, empty_database: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        report_in(hostname=socket.gethostname(), pid=ended.pid)
        assert healthcheck.main() == 1
        assert "has ended" in capsys.readouterr().err

    def test_is_not_well_when_the_database_is_away(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@127.0.0.1:{free_port()}/none")
        for cached in (get_settings, get_engine):
            cached.cache_clear()
        assert healthcheck.main() == 1
        assert capsys.readouterr().err == "PostgreSQL does not answer, so the worker's heartbeat cannot be seen\n"

    def test_names_a_missing_setting(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delenv("REDIS_URL")
        for cached in (get_settings, get_engine):
            cached.cache_clear()
        assert healthcheck.main() == 1
        assert "REDIS_URL" in capsys.readouterr().err


class TestBeat:
    @pytest.fixture
    def directory(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A temporary directory of this test's own."""
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        return tmp_path

    @pytest.fixture
    def beat(self, environment: dict[str, str], directory: Path) -> Iterator[subprocess.Popen[bytes]]:
        """A real beat against the tests' broker."""
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "workers.app", "beat"]
        own = {**os.environ, **environment, "TMPDIR": str(directory)}
        process = subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield process
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)

    def test_is_not_well_before_its_first_sweep(
        self, settings: Settings, directory: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert healthcheck.main(["beat"]) == 1
        assert capsys.readouterr().err == "beat has not sent a sweep yet\n"

    def test_is_well_while_it_sends_sweeps(
        self, settings: Settings, directory: Path, beat: subprocess.Popen[bytes]
    ) -> None:
        wait_for(lambda: healthcheck.main(["beat"]) == 0, seconds=30, what="beat's first sweep")
        first = pulse.pulse_file().stat().st_mtime_ns
        wait_for(lambda: pulse.pulse_file().stat().st_mtime_ns > first, seconds=30, what="beat's next sweep")

    def test_is_not_well_when_its_last_sweep_is_old(
        self, settings: Settings, directory: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        pulse.touch_pulse()
        assert healthcheck.main(["beat"]) == 0
        old = pulse.pulse_file().stat().st_mtime - 3 * settings.SWEEP_INTERVAL_SECONDS - 11
        os.utime(pulse.pulse_file(), (old, old))
        assert healthcheck.main(["beat"]) == 1
        assert "last sweep" in capsys.readouterr().err

    def test_never_touches_through_a_link(self, settings: Settings, directory: Path) -> None:
        target = directory / "of-somebody-else"
        pulse.pulse_file().symlink_to(target)
        pulse.touch_pulse()
        assert not target.exists()
