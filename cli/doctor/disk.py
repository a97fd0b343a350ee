"""The disk that holds the data of `up`, or else the working directory."""

from __future__ import annotations

import shutil
from pathlib import Path

from cli.doctor.finding import Finding, faulty, unseen, well
from cli.doctor.surroundings import Surroundings

GIB = 1 << 30
LEAST_FREE_BYTES = 1 * GIB


def examine_disk(around: Surroundings) -> Finding:
    """How much is free; PostgreSQL stops where nothing is left."""
    place = around.directory if around.directory.exists() else Path.cwd()
    try:
        usage = shutil.disk_usage(place)
    except OSError as error:
        return unseen("disk", f"{place} cannot be looked at ({error.strerror})")
    said = f"{usage.free / GIB:.1f} of {usage.total / GIB:.0f} GiB free where {place} is"
    if not around.is_local:
        said += "; the database's own disk is not seen from here"
    if usage.free >= LEAST_FREE_BYTES:
        return well("disk", said)
    return faulty("disk", said, remedy=f"Make room, {LEAST_FREE_BYTES // GIB} GiB at least: logs and backups first.")
