"""A directory belongs to one living process at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from cli.embedded.errors import ServiceInUse


class DirectoryLock:
    """An exclusive lock on a file, which the kernel lifts when its holder dies, however it dies."""

    def __init__(self, path: Path, *, in_use: str) -> None:
        self.path = path
        self._in_use = in_use
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock or keep it; raises ServiceInUse with the holder's pid if another process has it."""
        if self._descriptor is not None and not self._was_removed(self._descriptor):
            return
        self.release()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise ServiceInUse(f"{self._in_use} (process {holder or 'unknown'})") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Let the lock go; the file stays, since removing it would let two holders in."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _was_removed(self, descriptor: int) -> bool:
        try:
            return not os.path.samestat(os.fstat(descriptor), self.path.stat())
        except FileNotFoundError:
            return True

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
