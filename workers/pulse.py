"""Beat's pulse whenever the broker has taken a sweep: a file, for its container, and a key at the broker, for all."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import structlog
from redis import Redis
from redis.exceptions import RedisError

from shared.queue.pulse import connect_broker, note_pulse

log = structlog.get_logger(__name__)


class _Broker:
    client: Redis | None = None


def start(redis_url: str) -> None:
    """Send the pulse to this broker from now on."""
    _Broker.client = connect_broker(redis_url)


def send_pulse() -> None:
    """Say so at the broker, too; one that went away since it took the sweep costs beat nothing but its pulse."""
    if _Broker.client is None:
        return
    try:
        note_pulse(_Broker.client)
    except (RedisError, OSError) as error:
        log.warning("pulse_not_sent", reason=type(error).__name__)


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
