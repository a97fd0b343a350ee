"""Sends wake-ups. A lost one costs time, never a lead: the sweep sees in PostgreSQL what is due."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import Protocol

import structlog
from celery import Celery
from celery.exceptions import CeleryError
from kombu import Queue as KombuQueue
from kombu.exceptions import KombuError
from redis import Redis
from redis.exceptions import RedisError

from shared.queue.names import Queue
from shared.queue.transport import SWEEP_QUEUE, WAKE_UP_EXPIRES_SECONDS, WORK_TASK, transport_settings
from shared.settings import Settings, get_settings

log = structlog.get_logger(__name__)


class Wake(Protocol):
    """What a use case needs of a publisher: call it after the commit; it never raises."""

    def __call__(self, job_id: uuid.UUID, *, queue: Queue, runners: int = 1) -> None:
        """Say that the job has work, to as many runners as are wanted."""


class Publisher:
    """Publishes wake-ups to Celery's queues, and tells how many lie there."""

    def __init__(self, settings: Settings) -> None:
        self._celery = Celery("sales-agent-publisher", set_as_current=False)
        transport = transport_settings(settings)
        # kombu would try for 6 s to reach a broker that is away; the sweep does the same work without anybody waiting
        transport["broker_transport_options"] |= {"max_retries": 0, "interval_start": 0}
        self._celery.conf.update(transport)
        self._celery.conf.task_queues = [KombuQueue(name) for name in (*Queue, SWEEP_QUEUE)]
        self._redis = Redis.from_url(
            str(settings.REDIS_URL), socket_timeout=2, socket_connect_timeout=1, decode_responses=True
        )

    def wake(self, job_id: uuid.UUID, *, queue: Queue, runners: int = 1) -> None:
        """Publish `runners` wake-ups for the job; when the broker is away, log it and leave it to the sweep."""
        try:
            for _ in range(runners):
                self._celery.send_task(
                    WORK_TASK,
                    args=[str(job_id)],
                    queue=queue.value,
                    expires=WAKE_UP_EXPIRES_SECONDS,
                    retry=False,
                    ignore_result=True,
                )
        except (KombuError, CeleryError, RedisError, OSError) as error:
            log.warning("wake_up_not_sent", job_id=str(job_id), queue=queue.value, reason=type(error).__name__)

    def depth(self, queue: Queue) -> int | None:
        """Wake-ups that wait in the queue, or None when the broker is away."""
        try:
            return int(self._redis.llen(queue.value))
        except (RedisError, OSError):
            return None

    def ping(self) -> bool:
        """Whether the broker answers."""
        try:
            return bool(self._redis.ping())
        except (RedisError, OSError):
            return False


@lru_cache(maxsize=1)
def get_publisher() -> Publisher:
    """The publisher of this process, made at the first call and never before a fork."""
    return Publisher(get_settings())
