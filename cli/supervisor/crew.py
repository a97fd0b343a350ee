"""The children that run now: started in order, tended, and stopped in the reverse order."""

from __future__ import annotations

from collections.abc import Callable

from cli.supervisor.child import Child
from cli.supervisor.keeper import Keeper
from cli.supervisor.patience import Patience
from cli.supervisor.screen import Screen


class Crew:
    """Stages of children; those of one stage start and stop together. `changed` is told the pids at every change."""

    def __init__(self, screen: Screen, *, changed: Callable[[dict[str, int | None]], None]) -> None:
        self._screen = screen
        self._changed = changed
        self._stages: list[list[Keeper]] = []

    def start(self, *children: Child) -> None:
        """Start a stage; raises SalesAgentError. Whatever was started is stopped by `stop`, also after an error."""
        stage: list[Keeper] = []
        self._stages.append(stage)
        for child in children:
            keeper = Keeper(child, warn=self._screen.warn)
            stage.append(keeper)
            keeper.start()
            # not before: what a database says while it starts tells a person nothing
            self._screen.follow(child.name, child.log_file)
        self._tell()

    def tend(self) -> None:
        """Look after every child once; call it often."""
        changes = [keeper.tend() for stage in self._stages for keeper in stage]
        if any(changes):
            self._tell()

    def most_failures(self) -> tuple[int, Child | None]:
        """How often in a row the worst child failed, and which one that is."""
        keepers = [keeper for stage in self._stages for keeper in stage]
        worst = max(keepers, key=lambda keeper: keeper.failures, default=None)
        return (worst.failures, worst.child) if worst else (0, None)

    def stop(self, patience: Patience) -> None:
        """Stop the stages, the last one first; returns when every process is gone."""
        while self._stages:
            stage = self._stages.pop()
            for keeper in reversed(stage):
                keeper.child.ask_to_stop()
            for keeper in reversed(stage):
                keeper.child.stop(patience)
            self._tell()

    def _tell(self) -> None:
        self._changed({keeper.child.name: keeper.child.pid for stage in self._stages for keeper in stage})
