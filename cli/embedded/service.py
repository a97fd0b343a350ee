"""What PostgreSQL and Valkey have in common: a directory, a port, a password, a process of our own."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Self

import psutil
import structlog

from cli.embedded.binaries import Programs
from cli.embedded.errors import EmbeddedServiceFailed
from cli.embedded.lock import DirectoryLock
from cli.embedded.log_tail import last_words
from cli.embedded.place import prepare_place, usable_programs
from cli.embedded.ports import free_port, is_free
from cli.embedded.process import BARE_ENVIRONMENT, end_process, find_living, record_of, spawn
from cli.embedded.run_as import Identity, RunAs, possible_ways
from cli.embedded.settle import settle, with_usable_port
from cli.embedded.state import ServiceState, find_state, save_state

log = structlog.get_logger(__name__)

# after a crash PostgreSQL replays up to a gigabyte of its log, on any disk
READY_WITHIN_SECONDS = 180.0
PORT_TRIES = 3


class EmbeddedService(ABC):
    """One server in one directory: the same port and password after every restart of this object.

    A first start may choose another port if the old one was taken meanwhile; a restart may not, since others know the
    URL. On Linux the server ends with the thread that started it: by default only when that is the main thread.
    """

    name: ClassVar[str]
    death_signal: ClassVar[int]
    stop_signals: ClassVar[tuple[tuple[int, float], ...]]

    def __init__(
        self,
        directory: Path,
        *,
        run_as: RunAs | None = None,
        log_file: Path | None = None,
        die_with_thread: bool | None = None,
    ) -> None:
        self.directory = directory.absolute()
        self.log_file = log_file or self.directory / f"{self.name}.log"
        self._ways = [run_as] if run_as is not None else possible_ways()
        self._die_with_thread = die_with_thread
        self._state: ServiceState | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._url_is_known = False
        self._lock = DirectoryLock(
            self.directory / "lock",
            in_use=f"{self.name} in {self.directory} belongs to another process; stop that, or use another directory",
        )

    @property
    @abstractmethod
    def url(self) -> str:
        """The URL that clients connect to, with the password in it; known after the first start."""

    @abstractmethod
    def ready(self) -> bool:
        """Whether the server answers a client now."""

    @property
    def port(self) -> int:
        """The port on 127.0.0.1; known after the first start."""
        return self._known_state().port

    @property
    def pid(self) -> int | None:
        """The pid of the server while it runs, else None."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """The exit code of the server that ended (negative: the signal), None while it runs or before its start."""
        return self._child.poll() if self._child is not None else None

    @property
    def data_directory(self) -> Path:
        """Where the server keeps its data: inside the directory, or outside where a closed tree hides that."""
        return self._known_state().place / "data"

    def is_running(self) -> bool:
        """Whether the server that this object started still lives."""
        return self.pid is not None

    def start(self) -> Self:
        """Start the server and return once it answers; does nothing if it runs already.

        A server left over from an earlier run that was killed is stopped first. Raises ServiceInUse,
        ServicePortTaken, ServiceBinaryMissing or EmbeddedServiceFailed, each with its remedy.
        """
        if self.is_running():
            return self
        if not self.directory.exists():
            self.directory.mkdir(parents=True, mode=0o700)
        self._lock.acquire()
        try:
            self._start_locked()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End the server in its orderly way, the hard way if it does not obey; the data stays."""
        child, self._child = self._child, None
        if child is not None:
            if child.poll() is None:
                end_process(psutil.Process(child.pid), signals=self.stop_signals)
            child.wait(timeout=10)
        self._lock.release()

    def destroy(self) -> None:
        """Stop the server and delete everything it kept, also what lies outside the directory."""
        self.stop()
        state = self._state or find_state(self._state_path)
        for folder in {self.directory, state.place if state else self.directory}:
            if folder.exists():
                shutil.rmtree(folder)
        self._state, self._url_is_known = None, False

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @abstractmethod
    def _find_programs(self) -> Programs:
        """The server's programs; raises ServiceBinaryMissing."""

    @abstractmethod
    def _initialise(self, programs: Programs, identity: Identity, data: Path) -> None:
        """Make the data directory once; called before every start."""

    @abstractmethod
    def _configure(self, data: Path, identity: Identity) -> bytes | None:
        """Write the configuration, or give it for the server to read from stdin."""

    @abstractmethod
    def _command(self, programs: Programs, data: Path) -> list[str]:
        """The server's command line, with the data directory in it and no secret."""

    @abstractmethod
    def _is_up(self, data: Path) -> bool:
        """Whether the server started just now takes connections."""

    @abstractmethod
    def _clear_remains(self, programs: Programs, data: Path) -> None:
        """Clear away what a dead server left on this data."""

    def _stop_leftover(self, kept: ServiceState) -> None:
        process = find_living(kept.process, mark=str(kept.place / "data"))
        if process is not None:
            log.warning("leftover_service_stopped", service=self.name, pid=process.pid)
            end_process(process, signals=self.stop_signals)

    def _start_locked(self) -> None:
        found = self._find_programs()
        kept = self._state or find_state(self._state_path)
        if kept is not None:
            self._stop_leftover(kept)
        state, identity = settle(kept, directory=self.directory, programs=found, ways=self._ways)
        data = prepare_place(state.place, identity, outside=state.place != self.directory)
        programs = usable_programs(found, identity, state.place)
        self._clear_remains(programs, data)
        self._keep(with_usable_port(state, name=self.name, url_is_known=self._url_is_known))
        self._initialise(programs, identity, data)
        for _ in range(PORT_TRIES):
            self._spawn(programs, identity, data)
            if self._wait_until_up(data):
                self._url_is_known = True
                return
            if self.is_running() or self._url_is_known or is_free(self.port):
                break
            # another program was faster at the port, and nobody knows our URL yet
            self._keep(replace(self._known_state(), port=free_port()))
        raise EmbeddedServiceFailed(
            f"{self.name} did not start; the end of {self.log_file}: {last_words(self.log_file)}"
        )

    def _spawn(self, programs: Programs, identity: Identity, data: Path) -> None:
        configuration = self._configure(data, identity)
        tied = self._die_with_thread
        if tied is None:
            tied = threading.current_thread() is threading.main_thread()
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as output:
            self._child = spawn(
                self._command(programs, data),
                identity=identity,
                output=output,
                env=BARE_ENVIRONMENT,
                cwd=data,
                death_signal=self.death_signal if tied else None,
                stdin=subprocess.DEVNULL if configuration is None else subprocess.PIPE,
            )
        self._keep(replace(self._known_state(), process=record_of(self._child.pid)))
        if self._child.stdin is not None:
            # a child that died at once says why in its log
            with suppress(BrokenPipeError), self._child.stdin as pipe:
                pipe.write(configuration or b"")

    def _wait_until_up(self, data: Path) -> bool:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while self.is_running() and time.monotonic() < deadline:
            if self._is_up(data):
                return True
            time.sleep(0.01)
        return False

    @property
    def _state_path(self) -> Path:
        return self.directory / "service.json"

    def _keep(self, state: ServiceState) -> None:
        save_state(self._state_path, state)
        self._state = state

    def _known_state(self) -> ServiceState:
        self._state = self._state or find_state(self._state_path)
        if self._state is None:
            raise EmbeddedServiceFailed(f"{self.name} was never started in {self.directory}; start it first.")
        return self._state
