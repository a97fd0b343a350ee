"""Restarting: pauses that grow, an end to the memory of failures, one line a death."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.supervisor.errors import StackFault
from cli.supervisor.keeper import Keeper, restart_pause
from cli.supervisor.patience import Patience


class FakeChild:
    name = "worker"
    log_file = Path("worker.log")

    def __init__(self) -> None:
        self.pid: int | None = None
        self.starts = 0
        self.refuses: Exception | None = None

    def start(self) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.starts += 1
        self.pid = 1000 + self.starts

    def ending(self) -> str:
        return "was ended by SIGKILL"

    def ask_to_stop(self) -> None:
        self.pid = None

    def stop(self, patience: Patience) -> None:
        self.pid = None


class Kept:
    """A keeper over a fake child, a clock that the test moves, and what was said."""

    def __init__(self) -> None:
        self.child = FakeChild()
        self.now = 0.0
        self.said: list[str] = []
        self.keeper = Keeper(self.child, warn=self.said.append, clock=lambda: self.now)
        self.keeper.start()

    def die_and_return(self) -> float:
        """Kill the child; the seconds until it runs again, to a tenth."""
        died_at, starts = self.now, self.child.starts
        self.child.pid = None
        while self.child.starts == starts:
            self.keeper.tend()
            self.now += 1 / 128
        return round(self.now - died_at, 1)


@pytest.fixture
def kept() -> Kept:
    return Kept()


class TestRestartPause:
    def test_doubles_from_a_fifth_of_a_second_to_ten_and_stays_there(self) -> None:
        assert [restart_pause(failures) for failures in range(8)] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]
        assert restart_pause(1_000_000) == 10.0


class TestKeeper:
    def test_waits_longer_after_each_death_in_a_row(self, kept: Kept) -> None:
        assert [kept.die_and_return() for _ in range(4)] == [0.2, 0.4, 0.8, 1.6]

    def test_forgets_failures_after_thirty_steady_seconds(self, kept: Kept) -> None:
        for _ in range(3):
            kept.die_and_return()
        kept.now += 30
        kept.keeper.tend()
        assert kept.keeper.failures == 0
        assert kept.die_and_return() == 0.2

    def test_remembers_failures_of_a_child_that_lives_shorter(self, kept: Kept) -> None:
        kept.die_and_return()
        kept.now += 25
        kept.keeper.tend()
        assert kept.keeper.failures == 1

    def test_says_one_line_a_death_with_cause_and_pause(self, kept: Kept) -> None:
        kept.die_and_return()
        assert kept.said == ["worker was ended by SIGKILL; starting it again in 0.2 s"]

    def test_reports_every_change_of_the_pid_once(self, kept: Kept) -> None:
        assert not kept.keeper.tend()
        kept.child.pid = None
        assert kept.keeper.tend(), "it died"
        assert not kept.keeper.tend(), "it is still dead"
        kept.now += 0.2
        assert kept.keeper.tend(), "it runs again"

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (StackFault("Port 1 is taken; stop the other program."), "Port 1 is taken; stop the other program."),
            (OSError(11, "Resource temporarily unavailable"), "Resource temporarily unavailable"),
        ],
    )
    def test_goes_on_trying_when_a_restart_fails(self, kept: Kept, error: Exception, said: str) -> None:
        kept.child.pid, kept.child.refuses = None, error
        kept.keeper.tend()
        kept.now += 0.2
        kept.keeper.tend()
        assert kept.said[-1] == f"worker cannot start: {said}; starting it again in 0.4 s"
        kept.child.refuses = None
        kept.now += 0.4
        assert kept.keeper.tend()
        assert kept.child.starts == 2
