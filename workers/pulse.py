"""Beat's pulse: a file that is touched whenever the broker has taken a sweep, so that beat's container can be asked."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)


def pulse_file() -> Path:
    """Where the pulse is kept: the temporary directory, apart for each user of the machine."""
    return Path(tempfile.gettempdir()) / f"sales-agent-beat-{os.getuid()}"


def touch_pulse() -> None:
    """Say that a sweep was published just now; a file that cannot be written costs beat nothing but its pulse."""
    try:
        # never through a link that somebody else laid there
        descriptor = os.open(pulse_file(), os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        log.warning("pulse_not_written", reason=type(error).__name__)
        return
    try:
        os.utime(descriptor)
    finally:
        os.close(descriptor)


def find_pulse_age_seconds() -> float | None:
    """Seconds since the last sweep was published, or None when there has been none."""
    try:
        return max(0.0, time.time() - pulse_file().stat().st_mtime)
    except OSError:
        return None
