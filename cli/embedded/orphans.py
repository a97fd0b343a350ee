"""What a killed postmaster leaves behind: backends that hold its shared memory, and a pid file that lies."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import psutil
import structlog

from cli.embedded.process import end_process

log = structlog.get_logger(__name__)

GO_BY_THEMSELVES_SECONDS = 0.5


def read_pid_file(data: Path) -> list[str]:
    """The lines of postmaster.pid (pid, data, start, port, socket, address, shared memory, status), or none."""
    try:
        return [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []


def end_orphaned_backends(data: Path, program: Path) -> None:
    """Wait for the backends of a dead postmaster to notice, then end those that did not.

    They are known by the program they run and the directory they work in; call this only while no postmaster runs here.
    """
    deadline = time.monotonic() + GO_BY_THEMSELVES_SECONDS
    while (left := _backends(data, program)) and time.monotonic() < deadline:
        time.sleep(0.02)
    for process in left:
        log.warning("orphaned_backend_ended", pid=process.pid)
        # nothing is lost: the next start replays the log whatever they were doing
        end_process(process, signals=[(signal.SIGQUIT, 1.0)])


def clear_foreign_pid_file(data: Path) -> None:
    """Remove postmaster.pid if its pid now belongs to a program that is not on this data.

    After a reboot or in a restarted container pids come back, and PostgreSQL would take the stranger for itself.
    """
    lines = read_pid_file(data)
    if not lines or not lines[0].isdigit():
        return
    try:
        arguments = psutil.Process(int(lines[0])).cmdline()
    except psutil.NoSuchProcess:
        return  # PostgreSQL clears such a file by itself, and checks the shared memory that it names
    except psutil.AccessDenied:
        arguments = []
    if str(data) not in arguments:
        (data / "postmaster.pid").unlink(missing_ok=True)


def _backends(data: Path, program: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if (
                process.status() != psutil.STATUS_ZOMBIE
                and process.exe() == str(program)
                and process.cwd() == str(data)
            ):
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found
