"""Wake-ups on a real Valkey: a job's id and nothing else; no broker, no wait."""

from __future__ import annotations

import base64
import socket
import time
import uuid
from pathlib import Path

import orjson
import pytest
from redis import Redis

from cli.embedded.valkey import EmbeddedValkey
from shared.queue.names import Queue
from shared.queue.publish import Publisher
from shared.settings import Settings


class TestWake:
    def test_carries_the_jobs_id_and_nothing_else(self, settings: Settings) -> None:
        broker = Redis.from_url(str(settings.REDIS_URL))
        broker.flushdb()
        job_id = uuid.uuid4()
        Publisher(settings).wake(job_id, queue=Queue.BULK, runners=2)
        messages = [orjson.loads(message) for message in broker.lrange("bulk", 0, -1)]
        broker.flushdb()
        assert len(messages) == 2
        assert {message["headers"]["task"] for message in messages} == {"jobs.work"}
        bodies = [orjson.loads(base64.b64decode(message["body"])) for message in messages]
        assert [body[:2] for body in bodies] == [[[str(job_id)], {}]] * 2

    def test_a_broker_that_is_away_costs_no_time_and_no_error(
        self, settings: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        away = settings.model_copy(update={"REDIS_URL": "redis://127.0.0.1:9/0"})
        started = time.monotonic()
        with caplog.at_level("WARNING"):
            Publisher(away).wake(uuid.uuid4(), queue=Queue.BULK, runners=2)
        assert time.monotonic() - started < 2
        assert any("wake_up_not_sent" in str(record.msg) for record in caplog.records)

    def test_a_broker_that_takes_and_never_answers_is_left_within_its_time_out(self, settings: Settings) -> None:
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
            started = time.monotonic()
            Publisher(settings.model_copy(update={"REDIS_URL": url})).wake(uuid.uuid4(), queue=Queue.BULK, runners=8)
            assert time.monotonic() - started < 5

    def test_follows_the_broker_back(self, settings: Settings, tmp_path: Path) -> None:
        server = EmbeddedValkey(tmp_path / "valkey")
        server.start()
        try:
            publisher = Publisher(settings.model_copy(update={"REDIS_URL": server.url}))
            publisher.wake(uuid.uuid4(), queue=Queue.INTERACTIVE)
            server.stop()
            publisher.wake(uuid.uuid4(), queue=Queue.INTERACTIVE)
            assert not publisher.ping()
            server.start()
            job_id = uuid.uuid4()
            publisher.wake(job_id, queue=Queue.INTERACTIVE)
            (newest, *_) = Redis.from_url(server.url).lrange("interactive", 0, -1)
            assert publisher.ping()
            assert orjson.loads(base64.b64decode(orjson.loads(newest)["body"]))[0] == [str(job_id)]
        finally:
            server.destroy()
