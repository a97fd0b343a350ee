"""Keeps one child running: a dead one is started again, each time after a longer pause."""

from __future__ import annotations

import time
from collections.abc import Callable

from cli.supervisor.child import Child
from shared.errors import SalesAgentError

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
STEADY_AFTER_SECONDS = 30.0


def restart_pause(failures: int) -> float:
    """Seconds before the next start after so many failures in a row: 0.2, 0.4, 0.8 … 10."""
    # bounded before the power is taken: a child may fail for weeks
    return float(min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(failures, 10)))


class Keeper:
    """A child with the memory of its failures; `tend` never blocks for long and never raises for a child's fault."""

    def __init__(
        self, child: Child, *, warn: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.child = child
        self.failures = 0
        self._warn = warn
        self._clock = clock
        self._started_at = 0.0
        self._due_at: float | None = None

    def start(self) -> None:
        """The first start; raises SalesAgentError."""
        self._started_at = self._clock()
        self.child.start()

    def tend(self) -> bool:
        """Look after the child; returns whether its pid changed."""
        now = self._clock()
        if self._due_at is not None:
            return self._start_again() if now >= self._due_at else False
        if self.child.pid is not None:
            if now - self._started_at >= STEADY_AFTER_SECONDS:
                self.failures = 0
            return False
        self._plan(self.child.ending())
        return True

    def _plan(self, what: str) -> None:
        pause = restart_pause(self.failures)
        self.failures += 1
        self._due_at = self._clock() + pause
        self._warn(f"{self.child.name} {what}; starting it again in {pause:.1f} s")

    def _start_again(self) -> bool:
        try:
            self.start()
        except SalesAgentError as error:
            self._plan(f"cannot start: {error.detail}")
            return False
        except OSError as error:
            # no memory, no process, no file to be had now: all of these pass
            self._plan(f"cannot start: {error.strerror}")
            return False
        self._due_at = None
        return True
