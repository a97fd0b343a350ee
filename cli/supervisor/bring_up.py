"""The way from nothing to a stack that answers, one step after the other, and back."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from cli.embedded.lock import DirectoryLock
from cli.embedded.log_tail import last_words
from cli.embedded.ports import HOST, free_port, is_free
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.service import EmbeddedService
from cli.embedded.valkey import EmbeddedValkey
from cli.supervisor.child import ProcessChild, Program, ServiceChild
from cli.supervisor.crew import Crew
from cli.supervisor.dashboard import sign_in_url
from cli.supervisor.environment import check_settings, given_environment, kept_secret, with_simulator
from cli.supervisor.errors import StackFault
from cli.supervisor.flower import flower_environment, flower_url
from cli.supervisor.local_key import EnsureKey, LocalKey
from cli.supervisor.local_state import LocalState, read_local, stop_leftovers
from cli.supervisor.options import Addresses, StackOptions
from cli.supervisor.patience import Patience
from cli.supervisor.programs import (
    api_program,
    beat_program,
    flower_program,
    migrations_program,
    simulator_program,
    worker_programs,
)
from cli.supervisor.readiness import ask, detail_of, refuse_unreachable
from cli.supervisor.screen import Screen
from shared.settings import Settings

READY_WITHIN_SECONDS = 90.0
MIGRATIONS_WITHIN_SECONDS = 600.0
LOOK_EVERY_SECONDS = 0.1
FAILURES_THAT_ARE_ENOUGH = 3


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
        self._known_key: str | None = None
        self._simulator_url: str | None = None
        self._flower_url: str | None = None
        self._last_answer = ""
        self.crew = Crew(screen, changed=self._state.write_pids)

    def run(self, *, stop_asked: threading.Event) -> Addresses:
        """Bring everything up; raises SalesAgentError with the remedy. Call `undo` in any case."""
        self._stop_asked = stop_asked
        self._claim_directory()
        environment, settings = self._settle_environment()
        self._refuse_taken_port()
        if self._options.flower:
            self._flower_url = flower_url(self._options.flower_port)
        environment |= self._start_databases(environment)
        # beside the migrations: it needs no database
        self._start_simulator(environment)
        self._migrate(environment)
        key = self._ensure_key(environment["DATABASE_URL"], self._known_key)
        addresses = self._note_addresses(environment, settings, key)
        self._start_ours(environment, settings)
        self._start_flower(environment)
        return addresses

    def undo(self, patience: Patience) -> None:
        """Stop what runs and let the directory go."""
        self.crew.stop(patience)
        self._lock.release()

    def _claim_directory(self) -> None:
        try:
            if not self._directory.exists():
                self._directory.mkdir(parents=True)
                # a server that runs as nobody has to pass through; every file and folder inside is closed by itself
                self._directory.chmod(0o711)
            self._lock.acquire()
            self._logs.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise StackFault(
                f"{self._directory} cannot be used ({error.strerror}); run as its owner, or choose another --dir."
            ) from None
        before = read_local(self._directory)
        self._known_key = before.get("api_key")
        leftovers = stop_leftovers(before)
        if leftovers:
            self._screen.warn(f"stopped what an earlier run left behind: {', '.join(leftovers)}")
        for log_file in self._logs.glob("*.log"):
            log_file.replace(log_file.with_suffix(".log.1"))

    def _settle_environment(self) -> tuple[dict[str, str], Settings]:
        environment = given_environment(os.environ, Path(".env"))
        if "APP_SECRET" not in environment:
            environment["APP_SECRET"] = kept_secret(self._directory, "APP_SECRET")
        if self._options.call_slots is not None:
            environment["WORKER_CALL_SLOTS"] = str(self._options.call_slots)
        if not environment.keys() & {"LOG_LEVEL", "APP_ENV"}:
            environment["LOG_LEVEL"] = "INFO"
        wanted = self._options.simulator
        if wanted or (wanted is None and "CEREBRAS_API_KEY" not in environment):
            self._simulator_url = f"http://{HOST}:{free_port()}"
            key = kept_secret(self._directory, "SIMULATOR_KEY")
            environment = with_simulator(environment, url=self._simulator_url, key=key)
        return {**environment, "PYTHONUNBUFFERED": "1"}, check_settings(environment)

    def _refuse_taken_port(self) -> None:
        port = self._options.port
        if not is_free(port):
            raise StackFault(f"Port {port} is in use by another program; stop that, or choose another with --port.")

    def _start_databases(self, environment: Mapping[str, str]) -> dict[str, str]:
        kinds: dict[str, type[EmbeddedService]] = {"DATABASE_URL": EmbeddedPostgres, "REDIS_URL": EmbeddedValkey}
        urls = {}
        for variable, kind in kinds.items():
            if variable in environment:
                refuse_unreachable(variable, environment[variable])
                urls[variable] = environment[variable]
                continue
            log_file = self._logs / f"{kind.name}.log"
            service = kind(self._directory / kind.name, log_file=log_file, die_with_thread=True)
            self.crew.start(ServiceChild(service))
            urls[variable] = service.url
            self._screen.say(f"{kind.name} answers on {HOST}:{service.port}")
        return urls

    def _migrate(self, environment: Mapping[str, str]) -> None:
        child = self._child(migrations_program(), environment)
        child.start()
        try:
            self._until(lambda: child.pid is None, within_seconds=MIGRATIONS_WITHIN_SECONDS, what="the migrations")
        finally:
            child.stop(Patience())
        if child.exit_code != 0:
            raise StackFault(f"The migrations failed; the end of {child.log_file}: {last_words(child.log_file)}")
        self._screen.say("the database is at the newest migration")

    def _note_addresses(self, environment: Mapping[str, str], settings: Settings, key: LocalKey) -> Addresses:
        prefix = settings.API_V1_PREFIX
        found = Addresses(
            api_url=f"{self._origin}{prefix}",
            docs_url=f"{self._origin}{prefix}/docs",
            simulator_url=self._simulator_url,
            log_directory=self._logs,
            key_is_new=key.is_new,
            api_key=key.key,
            database_url=environment["DATABASE_URL"],
            redis_url=environment["REDIS_URL"],
            flower_url=self._flower_url,
            sign_in_url=sign_in_url(self._origin, key.link_token) if settings.dashboard_is_built else None,
        )
        urls = {"postgres": found.database_url, "valkey": found.redis_url, "simulator": found.simulator_url}
        urls["flower"] = found.flower_url
        ports = {name: urlsplit(url).port for name, url in urls.items() if url}
        self._state.write(
            api_url=found.api_url,
            api_key=found.api_key,
            database_url=found.database_url,
            redis_url=found.redis_url,
            simulator_url=found.simulator_url,
            flower_url=found.flower_url,
            ports={"api": self._options.port, **ports},
            supervisor_pid=os.getpid(),
        )
        return found

    def _start_simulator(self, environment: Mapping[str, str]) -> None:
        if self._simulator_url is not None:
            port = urlsplit(self._simulator_url).port or 0
            ledger = self._directory / "simulator-ledger"
            program = simulator_program(port=port, arguments=self._options.simulator_args, ledger=ledger)
            self.crew.start(self._child(program, environment))

    def _start_ours(self, environment: Mapping[str, str], settings: Settings) -> None:
        self.crew.start(self._child(api_program(port=self._options.port), environment))
        workers = worker_programs(settings, bulk_workers=self._options.bulk_workers)
        self.crew.start(*(self._child(program, environment) for program in [*workers, beat_program()]))
        if self._simulator_url is not None:
            self._until(self._simulator_answers, within_seconds=READY_WITHIN_SECONDS, what="the simulator")
            self._screen.say(f"the simulator answers at {self._simulator_url}; no provider is asked")
        ready = f"{self._origin}{settings.API_V1_PREFIX}/ready"
        self._until(lambda: self._answers(ready), within_seconds=READY_WITHIN_SECONDS, what="the API with its workers")
        self._screen.say(f"the API answers at {self._origin}, with {len(workers)} worker processes")

    def _start_flower(self, environment: Mapping[str, str]) -> None:
        """Last, and waited for by nobody: the product does not need it."""
        if self._flower_url is not None:
            told = flower_environment(environment, url=self._flower_url, directory=self._directory)
            self.crew.start(self._child(flower_program(), told))

    def _simulator_answers(self) -> bool:
        return ask(f"{self._simulator_url}/v1/models") is not None

    @property
    def _origin(self) -> str:
        return f"http://{HOST}:{self._options.port}"

    def _answers(self, url: str) -> bool:
        answer = ask(url)
        self._last_answer = detail_of(answer[1]) if answer else "nobody answers"
        return answer is not None and answer[0] == HTTPStatus.OK

    def _child(self, program: Program, environment: Mapping[str, str]) -> ProcessChild:
        log_file = self._logs / f"{program.name}.log"
        return ProcessChild(program, environment=environment, directory=Path.cwd(), log_file=log_file)

    def _until(self, condition: Callable[[], bool], *, within_seconds: float, what: str) -> None:
        """Tend the crew until the condition holds; raises StackFault when it takes too long or a child keeps dying."""
        deadline = time.monotonic() + within_seconds
        while not condition():
            self.crew.tend()
            failures, child = self.crew.most_failures()
            if child is not None and failures >= FAILURES_THAT_ARE_ENOUGH:
                raise StackFault(
                    f"{child.name} does not stay up; the end of {child.log_file}: {last_words(child.log_file)}"
                )
            if time.monotonic() >= deadline:
                said = f": {self._last_answer}" if self._last_answer else ""
                raise StackFault(f"Not ready within {within_seconds:.0f} s: {what}{said} (logs: {self._logs}).")
            if self._stop_asked.wait(LOOK_EVERY_SECONDS):
                raise StackFault("The start was given up, since a stop was asked for.")
