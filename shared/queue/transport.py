"""How publishers and workers talk to the broker; the same settings on both sides, so that time-outs agree."""

from __future__ import annotations

from typing import Any

from shared.settings import Settings

WORK_TASK = "jobs.work"
SWEEP_TASK = "jobs.sweep"
INDEX_TASK = "leads.index"
# the sweep and the index have a queue of their own that every worker consumes, so that a backlog of wake-ups cannot
# bury them; a worker whose slices are all busy takes them when one ends, within SLICE_SECONDS
SWEEP_QUEUE = "housekeeping"
# a wake-up that nobody took within this time says nothing any more; the sweep has sent newer ones
WAKE_UP_EXPIRES_SECONDS = 60


def transport_settings(settings: Settings) -> dict[str, Any]:
    """Celery settings that both sides share; each line carries the failure it prevents."""
    return {
        "broker_url": str(settings.REDIS_URL),
        "broker_transport_options": {
            # without it a publisher hangs for ever on a broker that accepts but never answers
            "socket_timeout": 3,
            "socket_connect_timeout": 1,
            "socket_keepalive": True,
            # a late copy of a wake-up finds nothing to claim; a short timeout only makes it come sooner
            "visibility_timeout": 300,
        },
        "broker_connection_retry_on_startup": True,
        # a worker outlives any outage of the broker
        "broker_connection_max_retries": None,
        # only json: a pickle on the broker would be code
        "task_serializer": "json",
        "accept_content": ["json"],
        "result_serializer": "json",
        "task_ignore_result": True,
        "task_publish_retry": False,
        # a misspelt queue must fail, not be born without a consumer
        "task_create_missing_queues": False,
        "timezone": "UTC",
    }
