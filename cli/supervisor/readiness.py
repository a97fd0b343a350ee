"""Asking whether something answers, without a proxy and without patience."""

from __future__ import annotations

import http.client
import json
import socket
from urllib.parse import urlsplit

from cli.supervisor.errors import StackFault

TIMEOUT_SECONDS = 3.0
DEFAULT_PORTS = {"postgresql": 5432, "postgres": 5432, "redis": 6379, "rediss": 6379}


def ask(url: str) -> tuple[int, str] | None:
    """Status and body of a GET of an http:// URL, or None if nobody answers."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        return answer.status, answer.read(10_000).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def detail_of(body: str) -> str:
    """The sentence in a problem document, or the beginning of the body."""
    try:
        return str(json.loads(body)["detail"])
    except (ValueError, KeyError, TypeError):
        return body[:200]


def refuse_unreachable(variable: str, url: str) -> None:
    """Return if somebody listens at the URL's host and port; raises StackFault that names the variable, not the URL."""
    parts = urlsplit(url)
    scheme = parts.scheme.partition("+")[0]
    address = (parts.hostname or "localhost", parts.port or DEFAULT_PORTS.get(scheme, 0))
    try:
        socket.create_connection(address, timeout=TIMEOUT_SECONDS).close()
    except OSError:
        raise StackFault(
            f"Nobody answers at {address[0]}:{address[1]}, where {variable} points; "
            f"start that server, mend {variable}, or unset it to use the embedded one."
        ) from None
