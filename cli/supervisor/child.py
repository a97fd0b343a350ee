"""One process of ours in a group of its own: started, asked to stop, ended with all it started itself."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cli.embedded.process import spawn
from cli.embedded.run_as import RunAs, identity_for
from cli.embedded.service import EmbeddedService
from cli.supervisor.patience import Patience


class Child(Protocol):
    """What the supervisor can keep running."""

    @property
    def name(self) -> str:
        """Short and unique; the name of its log file and of its lines on the screen."""

    @property
    def pid(self) -> int | None:
        """Its pid while it runs, else None."""

    @property
    def log_file(self) -> Path:
        """Where its lines go."""

    def start(self) -> None:
        """Start it; raises SalesAgentError with the remedy."""

    def ending(self) -> str:
        """How it ended, for a person."""

    def ask_to_stop(self) -> None:
        """Begin an orderly stop."""

    def stop(self, patience: Patience) -> None:
        """Return when it is gone, orderly if it obeys in time."""


@dataclass(frozen=True, slots=True)
class Program:
    """What a process runs and how long its orderly stop may take."""

    name: str
    argv: tuple[str, ...]  # the first is an absolute path
    stop_seconds: float = 5.0


class ProcessChild:
    """A program with an environment and a log file; on Linux it ends with the thread that started it."""

    def __init__(self, program: Program, *, environment: Mapping[str, str], directory: Path, log_file: Path) -> None:
        self.name = program.name
        self.log_file = log_file
        self._program = program
        self._environment = environment
        self._directory = directory
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Its pid while it runs, else None."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """The exit code after its end (negative: the signal), None while it runs or before its start."""
        return self._process.poll() if self._process is not None else None

    def start(self) -> None:
        """Start it; what an earlier start left of its group is ended first, since that may hold the port."""
        self._end_group()
        descriptor = os.open(self.log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as output:
            self._process = spawn(
                self._program.argv,
                identity=identity_for(RunAs.SAME_USER),
                output=output,
                env=self._environment,
                cwd=self._directory,
                death_signal=signal.SIGTERM,
            )

    def ending(self) -> str:
        """How it ended, for a person."""
        return how_it_ended(self.exit_code)

    def ask_to_stop(self) -> None:
        """Send TERM."""
        if self.pid is not None and self._process is not None:
            self._process.terminate()

    def stop(self, patience: Patience) -> None:
        """Ask, wait as long as the program may take, then kill; its group ends with it."""
        self.ask_to_stop()
        patience.wait_for(lambda: self.pid is None, self._program.stop_seconds)
        self._end_group()
        if self._process is not None:
            self._process.wait()

    def _end_group(self) -> None:
        if self._process is not None:
            # the group bears the first process's pid and exists as long as any member does
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


class ServiceChild:
    """An embedded service as the supervisor sees it."""

    def __init__(self, service: EmbeddedService) -> None:
        self.name = service.name
        self.log_file = service.log_file
        self._service = service

    @property
    def pid(self) -> int | None:
        """Its pid while it runs, else None."""
        return self._service.pid

    def start(self) -> None:
        """Start it and return once it answers."""
        self._service.start()

    def ending(self) -> str:
        """How it ended, for a person."""
        return how_it_ended(self._service.exit_code)

    def ask_to_stop(self) -> None:
        """Nothing yet: others need it until they are gone."""

    def stop(self, patience: Patience) -> None:
        """Return when it is gone."""
        self._service.stop()


def how_it_ended(exit_code: int | None) -> str:
    """An exit code in words, to follow a name."""
    if exit_code is None:
        return "did not start"
    return f"was ended by {signal.Signals(-exit_code).name}" if exit_code < 0 else f"ended with exit code {exit_code}"
