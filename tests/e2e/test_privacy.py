"""What a lead says and what a key is never leave through errors, logs or messages."""

from __future__ import annotations

import base64
import os
import re
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import requests
from redis import Redis

from tests.doubles.stack import RunningStack, wait_for

NAME, MAIL, PHONE, NOTE = "Zyqmarkername", "zyqmarkermail", "01632960999", "zyqmarkernote"
MARKERS = (NAME, MAIL, PHONE, NOTE, "zyqmarkerbad", "zyqmarkerkey")


def marked_leads(count: int, **changes: object) -> list[dict[str, object]]:
    return [
        {
            "company_name": f"{NAME} Works {number}",
            "contact_name": NAME,
            "contact_email": f"{MAIL}{number}@{MAIL}.example",
            "contact_phone": f"+44 {PHONE}",
            "notes": f"They said {NOTE} {number} at the fair.",
            **changes,
        }
        for number in range(count)
    ]


def written_by(stack: RunningStack) -> dict[Path, str]:
    """Every log of every process."""
    files = [path for pattern in ("*.log", "*.log.*", "*.txt") for path in stack.directory.rglob(pattern)]
    return {path: path.read_text(errors="replace") for path in files}


def held_by(broker: Redis) -> bytes:
    """Every key of the broker and all that it holds, whatever its type; messages also as their readers see them."""
    readers = {
        b"string": lambda key: [broker.get(key)],
        b"list": lambda key: broker.lrange(key, 0, -1),
        b"set": broker.smembers,
        b"zset": lambda key: broker.zrange(key, 0, -1),
        b"hash": lambda key: [part for pair in broker.hgetall(key).items() for part in pair],
    }
    held = list(broker.scan_iter(count=1000))
    for key in list(held):
        kind = broker.type(key)
        # a key may go between the look and the read; an unknown type must not pass unread
        values = list(readers[kind](key)) if kind != b"none" else []
        held += [value for value in values if value is not None]
    bodies = [re.findall(rb'"body": ?"([A-Za-z0-9+/=]+)"', value) for value in held]
    return b"\n".join([*held, *(base64.b64decode(body) for found in bodies for body in found)])


class TestMarkers:
    def test_are_nowhere_in_the_broker(self, stack: RunningStack) -> None:
        worker = stack.pid("worker-bulk")
        os.kill(worker, signal.SIGSTOP)
        try:
            answer = stack.api("POST", "/jobs", json={"leads": marked_leads(30)})
            with Redis.from_url(stack.local["redis_url"]) as broker:
                held = held_by(broker)
            assert answer.json()["id"].encode() in held
            secret = stack.local["api_key"].rsplit("_", 1)[1]
            assert not [marker for marker in (*MARKERS, secret) if marker.encode() in held]
        finally:
            os.kill(worker, signal.SIGCONT)
        assert stack.wait_for_job(answer.json()["id"])["request_counts"]["succeeded"] == 30

    def test_are_in_no_error_answer_and_no_log(self, stack: RunningStack) -> None:
        key = stack.local["api_key"]
        url = stack.local["api_url"]
        bad = marked_leads(3, contact_email="zyqmarkerbad", company_website=7)
        formless = {"Authorization": "Bearer sa_zyqmarke_zyqmarkerkey"}
        wrong = {"Authorization": f"Bearer sa_markerkk_{'zyqmarkerkey':x<43}"}
        answers = [
            stack.api("POST", "/jobs", json={"leads": bad}),
            stack.api("POST", "/jobs", data=f'{{"leads": [{{"company_name": "{NAME}"'.encode(),
                      headers={"Content-Type": "application/json"}),
            stack.api("POST", "/jobs", data=f"Company,Email\n{NAME},zyqmarkerbad\n".encode(),
                      headers={"Content-Type": "text/csv"}),
            stack.api("POST", "/jobs", data=f"{NAME},{MAIL}@example.com\n".encode() * 2,
                      headers={"Content-Type": "text/csv"}),
            stack.api("POST", "/jobs", data=f"{NAME},CEO,{NOTE}\n".encode() * 2,
                      headers={"Content-Type": "text/csv"}),
            requests.get(f"{url}/leads", headers=formless, timeout=10),
            requests.get(f"{url}/leads", headers=wrong, timeout=10),
            requests.post(f"{url}/jobs", headers=wrong, json={"leads": bad}, timeout=10),
            stack.api("GET", "/leads", params={"cursor": NAME}),
        ]  # fmt: skip
        assert [answer.status_code for answer in answers] == [422, 400, 422, 422, 422, 401, 401, 401, 422]
        # these answers name the path and the field that were sent, never a value; no log does
        telling = [
            stack.api("GET", f"/jobs/{NAME}"),
            stack.api("POST", "/jobs", json={"leads": marked_leads(1, zyqmarkerbad=1)}),
        ]
        assert [answer.status_code for answer in telling] == [404, 422]
        secret = key.rsplit("_", 1)[1]
        for answer in answers:
            assert not [marker for marker in (*MARKERS, secret) if marker in answer.text]
        logs = written_by(stack)
        assert {"api.log", "worker-bulk.log", "up.txt"} <= {path.name for path in logs}
        assert any("postgres" in path.name for path in logs)
        assert any("valkey" in path.name for path in logs)
        for path, text in logs.items():
            # a new key is shown once, on the screen of `up`
            shown = text.replace(key, "") if path.name == "up.txt" else text
            assert not [marker for marker in (*MARKERS, secret) if marker in shown], path.name


class TestBrokenRequests:
    """What reaches gunicorn and is no proper HTTP."""

    def test_a_body_longer_than_announced_is_not_logged(self, stack: RunningStack) -> None:
        rest = b"zyqrest,zyqrest@mail.example\r\n\r\n"
        head = b"Content-Type: text/csv\r\nContent-Length: 14\r\n"
        self._send(stack, head, b"Company,Email\n" + rest)
        wait_for(lambda: "Invalid" in self._api_log(stack), seconds=5, what="gunicorn to refuse the rest")
        assert "zyqrest" not in self._api_log(stack)

    def test_a_broken_chunk_is_the_senders_fault(self, stack: RunningStack) -> None:
        head = b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
        answer = self._send(stack, head, b"zyqchunk\r\nzyq\r\n")
        assert b"zyqchunk" not in answer
        assert answer.startswith(b"HTTP/1.1 400")

    def _send(self, stack: RunningStack, head: bytes, body: bytes) -> bytes:
        url = urlsplit(stack.local["api_url"])
        key = stack.local["api_key"].encode()
        request = b"POST %s/jobs HTTP/1.1\r\nHost: api.example\r\nAuthorization: Bearer %s\r\n" % (
            url.path.encode(),
            key,
        )
        with socket.create_connection((str(url.hostname), int(url.port or 80)), timeout=10) as connection:
            connection.sendall(request + head + b"\r\n" + body)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def _api_log(self, stack: RunningStack) -> str:
        return (stack.directory / "logs" / "api.log").read_text(errors="replace")
