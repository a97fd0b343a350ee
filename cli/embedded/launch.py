"""Become the wanted user, tie this process to its parent's life, then become the program.

Run as a script by `cli.embedded.process.spawn` (a script, because code between fork and exec is not safe in a process
with threads): `python -I -S launch.py '<json plan>' program argument…`. It imports the standard library only.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
CANNOT = 97  # exit code that no server of ours uses: the plan could not be carried out


def enter_user_namespace(uid: int, gid: int) -> None:
    """Be `uid` and `gid` in our own eyes while the kernel keeps giving us the files of who we were; raises OSError."""
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {outer_uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {outer_gid} 1")


def drop_to(uid: int, gid: int) -> None:
    """Become `uid` and `gid` for good, with no other group; raises OSError."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def tie_to_parent(parent: int, number: int) -> None:
    """Have the kernel send signal `number` once the parent's thread that started us ends (Linux only)."""
    if not sys.platform.startswith("linux"):
        return
    # only here, after the change of user: that change clears the setting
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)
        sys.exit(CANNOT)


def carry_out(plan: dict[str, Any]) -> None:
    """Do what the plan says, in the order in which one step does not undo another."""
    os.umask(0o077)
    if plan["run_as"] == "user_namespace":
        enter_user_namespace(plan["uid"], plan["gid"])
    elif plan["run_as"] == "nobody":
        drop_to(plan["uid"], plan["gid"])
    if plan["death_signal"] is not None:
        # a parent that was started with ignored signals must not hand that down
        signal.signal(plan["death_signal"], signal.SIG_DFL)
        tie_to_parent(plan["parent"], plan["death_signal"])
    for path in plan["must_write"]:
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(path)


def main(argv: list[str]) -> None:
    """Carry out the plan in argv[1] and exec the rest; exits with CANNOT and a line on stderr if it cannot."""
    try:
        carry_out(json.loads(argv[1]))
        os.execv(argv[2], argv[2:])  # noqa: S606 - no shell is the point
    except OSError as error:
        sys.stderr.write(f"launch: {type(error).__name__}: {error}\n")
        sys.exit(CANNOT)


if __name__ == "__main__":
    main(sys.argv)
