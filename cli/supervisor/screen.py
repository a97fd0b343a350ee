"""What a person sees: the supervisor's own lines, and those of the children's logs with a name before each."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

NAME_WIDTH = 18
LOOK_EVERY_SECONDS = 0.1
OWN_NAME = "sales-agent"
COLOURS = (36, 33, 35, 32, 34, 96, 93, 95, 92, 94)
RED = 31
# fields that say nothing beside the prefix
LEFT_OUT = frozenset({"event", "level", "at", "service", "logger"})


def wants_colour() -> bool:
    """Whether standard output is a terminal that did not ask for plain text (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def readable(line: str) -> str:
    """A log line for a person: ours are JSON and become `time level event key=value`, others stay; no control codes."""
    try:
        fields = json.loads(line) if line.startswith("{") else None
    except ValueError:
        fields = None
    if isinstance(fields, dict) and "event" in fields:
        rest = " ".join(f"{name}={_short(value)}" for name, value in fields.items() if name not in LEFT_OUT)
        line = f"{str(fields.get('at', ''))[11:19]} {fields.get('level', 'info'):<7} {fields['event']} {rest}".strip()
    return "".join(letter if letter.isprintable() else " " for letter in line)


class Screen:
    """Writes lines through `echo`, one at a time; a thread of its own follows the log files of the children."""

    def __init__(self, echo: Callable[[str], None], *, colour: bool, quiet: bool) -> None:
        self._echo = echo
        self._colour = colour
        self._quiet = quiet
        self._files: dict[str, IO[bytes]] = {}
        self._halves: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="screen", daemon=True)

    def start(self) -> None:
        """Begin to follow; call `stop` at the end."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is left and let the files go."""
        if self._ended.is_set():
            return
        self._ended.set()
        self._thread.join()
        for file in self._files.values():
            file.close()

    def say(self, text: str) -> None:
        """A line of the supervisor itself."""
        self._write(OWN_NAME, text, colour=1)

    def warn(self, text: str) -> None:
        """A line of the supervisor that asks for attention."""
        self._write(OWN_NAME, text, colour=RED)

    def follow(self, name: str, log_file: Path) -> None:
        """Show what is written to this file from now on; in quiet mode nothing of it."""
        if self._quiet:
            return
        log_file.touch(mode=0o600)
        file = log_file.open("rb")
        file.seek(0, os.SEEK_END)
        with self._lock:
            self._files[name] = file
            self._halves[name] = b""

    def _follow(self) -> None:
        while not self._ended.wait(LOOK_EVERY_SECONDS):
            self._read_all()
        self._read_all()

    def _read_all(self) -> None:
        with self._lock:
            files = list(self._files.items())
        for place, (name, file) in enumerate(files):
            *lines, half = (self._halves[name] + file.read()).split(b"\n")
            self._halves[name] = half
            for line in lines:
                if line.strip():
                    colour = COLOURS[place % len(COLOURS)]
                    self._write(name, readable(line.decode("utf-8", "replace")), colour=colour)

    def _write(self, name: str, text: str, *, colour: int) -> None:
        prefix = f"{name:<{NAME_WIDTH}} |"
        self._echo(f"\x1b[{colour}m{prefix}\x1b[0m {text}" if self._colour else f"{prefix} {text}")


def _short(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
