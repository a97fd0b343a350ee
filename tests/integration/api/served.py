"""The API in a real gunicorn, as it is served, and requests that no library would send."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import requests

from cli.embedded.ports import free_port
from tests.doubles.stack import wait_for

ROOT = Path(__file__).parents[3]
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        """The body, which is a problem document."""
        assert self.headers["content-type"] == "application/problem+json", self.body
        document: dict[str, Any] = orjson.loads(self.body)
        assert document["status"] == self.status
        assert document["request_id"] == self.headers["x-request-id"]
        return document


@dataclass(frozen=True, slots=True)
class ServedApi:
    """A running gunicorn."""

    port: int
    log: Path

    def send(self, *parts: bytes, seconds: float = 60) -> Answer:
        """These bytes on a connection of their own, and what is answered before it ends or stays silent."""
        with socket.create_connection((HOST, self.port), timeout=seconds) as connection:
            for part in parts:
                connection.sendall(part)
            return read_answer(connection)


def read_answer(connection: socket.socket) -> Answer:
    """One answer; status 0 where the connection ended without one."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return Answer(0, {}, data)
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    return Answer(int(re.split(" ", first)[1]), headers, body)


@contextmanager
def served_api(environment: Mapping[str, str], directory: Path) -> Iterator[ServedApi]:
    """One worker of gunicorn with the API's own configuration."""
    port, log = free_port(), directory / "gunicorn.log"
    command = [sys.executable, "-m", "gunicorn", "-c", "api/gunicorn.conf.py", "-b", f"{HOST}:{port}", "-w", "1"]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "api.app:create_app()"],
            cwd=ROOT, env={**os.environ, **environment}, stdout=stream, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_for(lambda: process.poll() is not None or _answers(port), seconds=60, what="gunicorn to answer")
        assert process.poll() is None, log.read_text()
        yield ServedApi(port, log)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://{HOST}:{port}/api/v1/health", timeout=5).ok
    except requests.RequestException:
        return False
