"""The embedded Valkey."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

from cli.embedded.binaries import Programs, find_valkey
from cli.embedded.ports import HOST
from cli.embedded.run_as import Identity
from cli.embedded.service import EmbeddedService

SETTINGS = {
    "bind": HOST,
    "protected-mode": "yes",
    # an append-only file written every second; without it a killed Valkey came back with 0 of 300 messages
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": '""',
    # a queue must refuse, never forget: eviction removes the keys that bind queues to exchanges without an error
    "maxmemory-policy": "noeviction",
    "maxmemory": "256mb",
    "daemonize": "no",
    "logfile": '""',
    # keeps the data directory on the command line, by which a leftover is recognised
    "set-proc-title": "no",
}


class EmbeddedValkey(EmbeddedService):
    """A Valkey for wake-up messages; it may lose its data at any time, and starts again with none."""

    name = "valkey"
    death_signal = signal.SIGTERM
    stop_signals = ((signal.SIGTERM, 10.0),)

    @property
    def url(self) -> str:
        """redis://… of database 0."""
        return f"redis://:{self._known_state().password}@{HOST}:{self.port}/0"

    def ready(self) -> bool:
        """Whether a client gets a PONG now; a server that still loads its data says something else."""
        # by hand: importing the client takes longer than the server needs to start
        question = f"AUTH {self._known_state().password}\r\nPING\r\n".encode()
        try:
            with (
                socket.create_connection((HOST, self.port), timeout=2) as connection,
                connection.makefile("rb") as answers,
            ):
                connection.sendall(question)
                return [answers.readline(), answers.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
        except OSError:
            return False

    def _find_programs(self) -> Programs:
        return find_valkey()

    def _initialise(self, programs: Programs, identity: Identity, data: Path) -> None:
        """Nothing to make: Valkey creates its files."""

    def _clear_remains(self, programs: Programs, data: Path) -> None:
        """Nothing: a Valkey is one process, and reads a torn file up to the tear."""

    def _configure(self, data: Path, identity: Identity) -> bytes | None:
        # through stdin: on the command line the password would show in `ps`
        settings = SETTINGS | {"port": str(self.port), "requirepass": self._known_state().password}
        return "".join(f"{name} {value}\n" for name, value in settings.items()).encode()

    def _command(self, programs: Programs, data: Path) -> list[str]:
        return [str(programs["valkey-server"]), "-", "--dir", str(data)]

    def _is_up(self, data: Path) -> bool:
        return self.ready()
