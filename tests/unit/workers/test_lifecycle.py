"""A worker process from its signal to its end: nothing new is claimed, and the grace began with the signal."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from workers import lifecycle


class StandIn:
    """A WorkerProcess that only notes what it is told."""

    def __init__(self, grace_seconds: float) -> None:
        self.settings = SimpleNamespace(STOP_GRACE_SECONDS=grace_seconds)
        self.stopping = threading.Event()
        self.graces: list[float] = []

    def stop(self, *, grace_seconds: float) -> None:
        self.graces.append(grace_seconds)


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A started process with a grace of 25 s, at second 100 of a clock that stands still."""
    process = StandIn(25.0)
    monkeypatch.setattr(lifecycle._Life, "process", process)
    monkeypatch.setattr(lifecycle._Life, "stop_asked_at", None)
    clock(monkeypatch, 100.0)
    return process


def clock(monkeypatch: pytest.MonkeyPatch, now: float) -> None:
    monkeypatch.setattr(lifecycle, "time", SimpleNamespace(monotonic=lambda: now))


class TestStop:
    def test_counts_the_grace_from_the_signal(self, process: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
        lifecycle.stop_claiming()
        assert process.stopping.is_set()
        clock(monkeypatch, 110.0)
        # a second signal does not begin it anew
        lifecycle.stop_claiming()
        clock(monkeypatch, 112.0)
        lifecycle.stop()
        assert process.graces == [13.0]

    def test_gives_no_negative_grace_when_the_slices_used_it_up(
        self, process: StandIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lifecycle.stop_claiming()
        clock(monkeypatch, 200.0)
        lifecycle.stop()
        assert process.graces == [0.0]

    def test_without_a_signal_gives_the_whole_grace(self, process: StandIn) -> None:
        lifecycle.stop()
        assert process.graces == [25.0]

    def test_twice_stops_once(self, process: StandIn) -> None:
        lifecycle.stop()
        lifecycle.stop()
        assert process.graces == [25.0]


class TestCurrentProcess:
    def test_is_there_between_start_and_stop_only(self, process: StandIn) -> None:
        running: object = lifecycle.current_process()
        assert running is process
        lifecycle.stop()
        with pytest.raises(RuntimeError, match="has not been started"):
            lifecycle.current_process()

    def test_that_was_never_started_takes_no_signal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lifecycle._Life, "process", None)
        monkeypatch.setattr(lifecycle._Life, "stop_asked_at", None)
        lifecycle.stop_claiming()
        assert lifecycle._Life.stop_asked_at is None
