"""Whether somebody listens at an address at all: it tells a server that is away from one that refuses us."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 3.0


def place_of(url: str, *, port: int) -> tuple[str, int] | None:
    """Host and port of a URL, `port` where it names none; None where it is no address. Neither holds a password."""
    try:
        parts = urlsplit(url)
        return (parts.hostname, parts.port or port) if parts.scheme and parts.hostname else None
    except ValueError:
        return None


def listens(place: tuple[str, int]) -> bool:
    """Whether a connection can be opened."""
    try:
        socket.create_connection(place, timeout=TIMEOUT_SECONDS).close()
    except OSError:
        return False
    return True
