"""`local.json`: where the stack of this directory is, for the commands that talk to it, and who its processes are."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from cli.embedded.private_file import write_private
from cli.embedded.process import ProcessRecord, end_process, find_living, record_of

FILE_NAME = "local.json"
LEFTOVER_SECONDS = 5.0
# these stop their own leftovers, in their own way, at their start
SERVICES = frozenset({"postgres", "valkey"})


def read_local(directory: Path) -> dict[str, Any]:
    """What was written last; empty if there is nothing or nothing readable, since a start writes it anew."""
    try:
        state = json.loads((directory / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


class LocalState:
    """The file's content, written whole (0600) at every change."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._path = directory / FILE_NAME

    def write(self, **changes: Any) -> None:
        """Change these entries and write the file; only the holder of the directory's lock may."""
        content = {**read_local(self._directory), **changes}
        write_private(self._path, json.dumps(content, indent=2) + "\n")

    def write_pids(self, pids: Mapping[str, int | None]) -> None:
        """The pids of the children that run now; start times beside them tell a later run who is still who."""
        records = {name: record_of(pid) for name, pid in pids.items() if pid is not None}
        living = {name: record for name, record in records.items() if record is not None}
        self.write(
            pids={name: record.pid for name, record in living.items()},
            started_at={name: record.started_at for name, record in living.items()},
        )


def stop_leftovers(state: Mapping[str, Any]) -> list[str]:
    """End what a killed supervisor wrote down and left running, known by pid and start time; returns their names."""
    pids, started_at = state.get("pids", {}), state.get("started_at", {})
    ended = []
    for name in reversed([name for name in pids if name in started_at and name not in SERVICES]):
        record = ProcessRecord(int(pids[name]), float(started_at[name]))
        process = find_living(record)
        if process is not None:
            end_process(process, signals=[(signal.SIGTERM, LEFTOVER_SECONDS)])
            # each led a group of its own
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(record.pid, signal.SIGKILL)
            ended.append(name)
    return ended
