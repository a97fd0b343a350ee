"""Starting, recognising and ending one process: by pid and start time, never by name."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from cli.embedded.run_as import Identity

LAUNCHER = Path(__file__).with_name("launch.py")
# nothing of our own environment: it may hold the provider's key
BARE_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}
# the boot time behind a start time may be read one second apart
START_TIME_TOLERANCE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ProcessRecord:
    """A process as written down: its pid, and its start (Unix seconds) since pids come back."""

    pid: int
    started_at: float


def spawn(
    argv: Sequence[str],
    *,
    identity: Identity,
    output: IO[bytes] | int,
    env: Mapping[str, str],
    cwd: Path,
    death_signal: int | None,
    stdin: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, both outputs to `output`; argv[0] is an absolute path.

    With `death_signal` the kernel sends that signal to it when the calling *thread* ends, on Linux.
    """
    return subprocess.Popen(  # noqa: S603 - an argument list of our own making, no shell
        [*launcher_command(identity, death_signal=death_signal), *argv],
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd=cwd,
        env=dict(env),
        start_new_session=True,
    )


def launcher_command(
    identity: Identity, *, death_signal: int | None = None, must_write: Sequence[Path] = ()
) -> list[str]:
    """The command line before a program's own: it changes the user and ties the process to this one."""
    plan = {
        "run_as": identity.run_as.value,
        "uid": identity.uid,
        "gid": identity.gid,
        "death_signal": death_signal,
        "parent": os.getpid(),
        "must_write": [str(path) for path in must_write],
    }
    return [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(plan)]


def run_to_end(
    argv: Sequence[str],
    *,
    identity: Identity,
    cwd: Path,
    must_write: Sequence[Path] = (),
    timeout_seconds: float = 120.0,
) -> subprocess.CompletedProcess[str]:
    """Run a program under an identity, without our environment, to its end; raises subprocess.TimeoutExpired."""
    return subprocess.run(  # noqa: S603 - an argument list of our own making, no shell
        [*launcher_command(identity, must_write=must_write), *argv],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout_seconds,
        check=False,
        cwd=cwd,
        env=BARE_ENVIRONMENT,
    )


def record_of(pid: int) -> ProcessRecord | None:
    """The record of a living process, or None."""
    try:
        return ProcessRecord(pid, psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return None


def find_living(record: ProcessRecord | None, *, mark: str | None = None) -> psutil.Process | None:
    """The recorded process if it still runs; with `mark`, only if one of its arguments contains that text."""
    if record is None:
        return None
    try:
        process = psutil.Process(record.pid)
        if abs(process.create_time() - record.started_at) > START_TIME_TOLERANCE_SECONDS:
            return None
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        if mark is not None and not any(mark in argument for argument in process.cmdline()):
            return None
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None
    return process


def end_process(process: psutil.Process, *, signals: Sequence[tuple[int, float]]) -> None:
    """Send each signal and wait its seconds, until the process is gone; the last resort is KILL."""
    for number, patience_seconds in [*signals, (signal.SIGKILL, 5.0)]:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            return
        if wait_gone(process, patience_seconds):
            return


def wait_gone(process: psutil.Process, patience_seconds: float) -> bool:
    """Whether the process ended in time; a zombie of ours is reaped, one of others counts as ended."""
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.01)
