"""The way from nothing to a stack that answers, one step after the other, and back."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from cli.embedded.errors import ServiceInUse
from cli.embedded.lock import DirectoryLock
from cli.embedded.ports import HOST, free_port, is_free
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.service import EmbeddedService
from cli.embedded.valkey import EmbeddedValkey
from cli.supervisor.child import Program, ProcessChild, ServiceChild, last_words
from cli.supervisor.crew import Crew
from cli.supervisor.environment import check_settings, given_environment, kept_secret, with_simulator
from cli.supervisor.errors import StackFault
from cli.supervisor.local_key import EnsureKey, LocalKey
from cli.supervisor.local_state import LocalState, read_local, stop_leftovers
from cli.supervisor.options import Addresses, StackOptions
from cli.supervisor.patience import Patience
from cli.supervisor.programs import (
    api_program,
    beat_program,
    migrations_program,
    simulator_program,
    worker_programs,
)
from cli.supervisor.readiness import ask, detail_of, refuse_unreachable
from cli.supervisor.screen import Screen
from shared.settings import Settings

READY_WITHIN_SECONDS = 90.0
MIGRATIONS_WITHIN_SECONDS = 600.0
LOOK_EVERY_SECONDS = 0.05
FAILURES_THAT_ARE_ENOUGH = 3


class StopAsked(StackFault):
    """The start was given up because a person asked to stop."""


class BringUp:
    """Starts what the options and the environment ask for; `crew` holds what runs."""

    def __init__(self, options: StackOptions, screen: Screen, *, ensure_key: EnsureKey) -> None:
        self._options = options
        self._screen = screen
        self._ensure_key = ensure_key
        self._directory = options.directory.absolute()
        self._logs = self._directory / "logs"
        self._state = LocalState(self._directory)
        self._lock = DirectoryLock(
            self._directory / "lock",
            in_use=f"`sales-agent up` or `demo` already runs in {self._directory}; stop it, or choose another --dir",
        )
        self._stop_asked = threading.Event()
        self.crew = Crew(screen, changed=self._state.write_pids)

    def run(self, *, stop_asked: threading.Event) -> Addresses:
        """Bring everything up; raises SalesAgentError with the remedy. Call `undo` in any case."""
        self._stop_asked = stop_asked
        self._claim_directory()
        known_key = read_local(self._directory).get("api_key")
        self._stop_leftovers()
        environment = given_environment(os.environ, Path(".env"))
        environment, settings, simulator_url = self._prepare(environment)
        self._refuse_taken_port()
        environment = self._start_databases(environment)
        self._migrate(environment)
        key = self._ensure_key(environment["DATABASE_URL"], known_key)
        addresses = self._addresses(environment, settings, simulator_url, key)
        self._write(addresses)
        self._start_ours(environment, settings, simulator_url)
        return addresses

    def undo(self, patience: Patience) -> None:
        """Stop what runs and let the directory go."""
        self.crew.stop(patience)
        self._lock.release()
