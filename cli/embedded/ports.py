"""Free ports on loopback."""

from __future__ import annotations

import secrets
import socket

from cli.embedded.errors import EmbeddedServiceFailed

HOST = "127.0.0.1"
# Below what Linux and macOS hand out to outgoing connections: from there a client that keeps trying a server which is
# down for a moment can be given the server's own port, connect to itself, and keep the server from coming back.
FIRST_PORT, LAST_PORT = 20_000, 32_000
TRIES = 200


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of loopback now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A free port, picked at random so that two projects starting together rarely meet."""
    for _ in range(TRIES):
        port = FIRST_PORT + secrets.randbelow(LAST_PORT - FIRST_PORT)
        if is_free(port):
            return port
    raise EmbeddedServiceFailed(f"No free port between {FIRST_PORT} and {LAST_PORT} on {HOST}; stop what holds them.")
