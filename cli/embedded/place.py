"""Where a server's data and programs lie so that the server's user can reach them and nobody else can."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cli.embedded.binaries import Programs, copy_programs
from cli.embedded.errors import EmbeddedServiceFailed
from cli.embedded.process import run_to_end
from cli.embedded.run_as import Identity, RunAs, identity_for

# the first one that can be used; folders for temporary files are swept on some systems, so they come last
OUTSIDE = (Path("/var/lib"), Path("/var/tmp"), Path(tempfile.gettempdir()))  # noqa: S108


def can_run(identity: Identity, *, directory: Path, programs: Programs) -> bool:
    """Whether a server under this identity would start here: the change of user works and the files are reachable."""
    if identity.run_as is RunAs.SAME_USER:
        return True
    if identity.run_as is RunAs.NOBODY:
        return os.geteuid() == 0
    # a few milliseconds; a kernel or a container without user namespaces says no here
    argv = [str(next(iter(programs.paths.values()))), "--version"]
    return run_to_end(argv, identity=identity, cwd=directory, must_write=[directory]).returncode == 0


def choose_way(ways: Sequence[RunAs], *, directory: Path, programs: Programs) -> RunAs:
    """The first way that works; raises EmbeddedServiceFailed when none does."""
    for way in ways:
        if can_run(identity_for(way), directory=directory, programs=programs):
            return way
    raise EmbeddedServiceFailed(
        "The embedded services cannot change to another user here and must not run as this one; "
        "run as an ordinary user, or set DATABASE_URL and REDIS_URL."
    )


def choose_place(identity: Identity, directory: Path) -> Path:
    """The folder for a service's data: its own directory, or one outside where a closed tree hides it from its user."""
    if identity.run_as is not RunAs.NOBODY or is_reachable(directory.parent):
        return directory
    name = f"sales-agent-{hashlib.sha256(os.fsencode(directory.resolve())).hexdigest()[:16]}"
    for parent in OUTSIDE:
        if parent.is_dir() and os.access(parent, os.W_OK | os.X_OK) and is_reachable(parent):
            return parent / name
    raise EmbeddedServiceFailed(
        f"{directory} is closed to the user that PostgreSQL must run as and no folder of the system is writable; "
        "set DATABASE_URL and REDIS_URL, or put the project where others can enter."
    )


def prepare_place(place: Path, identity: Identity, *, outside: bool) -> Path:
    """Make the place and its `data` folder (0700, the server's own) and give the latter's path.

    Raises EmbeddedServiceFailed if a place outside the project is a link, somebody else's, or open to other writers.
    """
    mode = 0o711 if identity.run_as is RunAs.NOBODY else 0o700
    if not place.exists():
        place.mkdir(mode=mode, parents=not outside)
        place.chmod(mode)
    found = place.lstat()
    if outside and (not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022):
        raise EmbeddedServiceFailed(
            f"{place} is a link, another user's or open to other writers; move it away, or set SALES_AGENT_DIR."
        )
    if mode & stat.S_IXOTH and not found.st_mode & stat.S_IXOTH:
        place.chmod(mode)
    data = place / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    give_to(data, identity)
    return data


def give_to(path: Path, identity: Identity) -> None:
    """Make the server's user the owner of a file or tree of ours, if it is not already."""
    found = path.lstat()
    if found.st_uid == identity.file_owner:
        return
    if os.geteuid() != 0:
        raise EmbeddedServiceFailed(
            f"{path} belongs to another user; run as that user, or remove it to start with empty data."
        )
    group = identity.gid if identity.run_as is RunAs.NOBODY else os.getegid()
    for each in [path, *path.rglob("*")]:
        os.lchown(each, identity.file_owner, group)


def usable_programs(programs: Programs, identity: Identity, place: Path) -> Programs:
    """The programs themselves, or a copy below the place where a closed tree hides them from the server's user."""
    if identity.run_as is not RunAs.NOBODY:
        return programs
    if all(is_reachable(path.parent) and path.stat().st_mode & 0o005 == 0o005 for path in programs.paths.values()):
        return programs
    return copy_programs(programs, place / "programs")


def is_reachable(path: Path) -> bool:
    """Whether every user of the machine may enter this folder and those above it."""
    resolved = path.resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (resolved, *resolved.parents))
