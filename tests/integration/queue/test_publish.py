"""Wake-ups on a real Valkey: a job's id and nothing else; no broker, no wait."""

from __future__ import annotations

import base64
import time
import uuid

import orjson
import pytest
from redis import Redis

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
