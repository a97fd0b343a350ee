"""What a lead says and what a key is never leave through errors, logs or messages."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import requests
from redis import Redis

from tests.doubles.stack import RunningStack

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


class TestMarkers:
    def test_are_in_no_message_to_the_workers(self, stack: RunningStack) -> None:
        worker = stack.pid("worker-bulk")
        os.kill(worker, signal.SIGSTOP)
        try:
            answer = stack.api("POST", "/jobs", json={"leads": marked_leads(30)})
            broker = Redis.from_url(stack.local["redis_url"])
            messages = b"".join(b"".join(broker.lrange(key, 0, -1)) for key in broker.keys("*") if key == b"bulk")
            assert answer.json()["id"]
            assert len(messages) > 100
            assert not [marker for marker in MARKERS if marker.encode() in messages]
        finally:
            os.kill(worker, signal.SIGCONT)
        assert stack.wait_for_job(answer.json()["id"])["request_counts"]["succeeded"] == 30

    def test_are_in_no_error_answer_and_no_log(self, stack: RunningStack) -> None:
        key = stack.local["api_key"]
        url = stack.local["api_url"]
        bad = marked_leads(3, contact_email="zyqmarkerbad", company_website=7)
        wrong = {"Authorization": "Bearer sa_zyqmarke_zyqmarkerkey"}
        answers = [
            stack.api("POST", "/jobs", json={"leads": bad}),
            stack.api("POST", "/jobs", data=f'{{"leads": [{{"company_name": "{NAME}"'.encode(),
                      headers={"Content-Type": "application/json"}),
            stack.api("POST", "/jobs", data=f"Company,Email\n{NAME},zyqmarkerbad\n".encode(),
                      headers={"Content-Type": "text/csv"}),
            requests.get(f"{url}/leads", headers=wrong, timeout=10),
            stack.api("GET", "/leads", params={"cursor": NAME}),
        ]  # fmt: skip
        assert [answer.status_code for answer in answers] == [422, 400, 422, 401, 422]
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
