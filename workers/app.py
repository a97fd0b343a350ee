"""The Celery app: settings with the failure that each prevents, and the life of a worker process."""

from __future__ import annotations

import sys
from typing import Any

import structlog
from celery import Celery, signals
from kombu import Queue as KombuQueue
from sentry_sdk.integrations.celery import CeleryIntegration

from shared.errors import SalesAgentError
from shared.observability.logging import configure_logging
from shared.observability.sentry import start_sentry
from shared.queue.names import Queue
from shared.queue.transport import INDEX_TASK, SWEEP_QUEUE, SWEEP_TASK, transport_settings
from shared.settings import Settings, get_settings
from workers import lifecycle, pulse, task_log

log = structlog.get_logger(__name__)

# what beat sends, all in one rhythm, and how its log calls them
BY_BEAT = {SWEEP_TASK: "sweep", INDEX_TASK: "index"}

DEFAULT_QUEUES = (*(queue.value for queue in Queue), SWEEP_QUEUE)


def make_app(settings: Settings) -> Celery:
    """The consumer's app over the settings that publishers use, too."""
    app = Celery("sales-agent", include=["workers.tasks"])
    app.conf.update(transport_settings(settings))
    app.conf.update(
        task_queues=[KombuQueue(name) for name in DEFAULT_QUEUES],
        task_routes={name: {"queue": SWEEP_QUEUE} for name in BY_BEAT},
        # a message is gone only when its slice has ended
        task_acks_late=True,
        # the sweep recovers; a task that killed its process must not be handed to the next one for ever
        task_reject_on_worker_lost=False,
        worker_prefetch_multiplier=1,
        # where the command line has no -c, as in the image
        worker_concurrency=settings.WORKER_SLICES,
        # Flower shows slices and their counts from these events
        worker_send_task_events=True,
        task_send_sent_event=False,
        # structlog owns the root logger
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        beat_schedule={
            entry: {
                "task": name,
                "schedule": settings.SWEEP_INTERVAL_SECONDS,
                # what queues up while no worker lives would all say the same
                "options": {"expires": max(1.0, settings.SWEEP_INTERVAL_SECONDS * 2)},
            }
            for name, entry in BY_BEAT.items()
        },
        # beat keeps nothing worth a file: the schedule above is all it knows
        beat_scheduler="celery.beat:Scheduler",
    )
    return app


app = make_app(get_settings())


@signals.setup_logging.connect
def _configure_logging(**_: Any) -> None:
    configure_logging(get_settings(), service="beat" if "beat" in sys.argv else "worker")


signals.task_prerun.connect(task_log.note_start)
signals.task_postrun.connect(task_log.log_end)


@signals.celeryd_init.connect
def _report_failures(**_: Any) -> None:
    _start_sentry("worker")


@signals.worker_init.connect
def _start_process(sender: Any, **_: Any) -> None:
    # this signal comes before Celery's own for logging
    configure_logging(get_settings(), service="worker")
    try:
        lifecycle.start(get_settings(), queues=[queue.name for queue in sender.app.amqp.queues.consume_from.values()])
    except Exception as error:
        # Celery goes on after any Exception of a signal's handler: the worker would take tasks and fail each of them
        log.critical(
            "worker_start_failed", reason=error.detail if isinstance(error, SalesAgentError) else None, exc_info=error
        )
        raise SystemExit(1) from None


@signals.beat_init.connect
def _start_beat(**_: Any) -> None:
    _start_sentry("beat")
    pulse.start(str(get_settings().REDIS_URL))
    signals.after_task_publish.connect(_note_pulse)


def _start_sentry(service: str) -> None:
    # neither headers in messages nor check-ins of beat
    celery = CeleryIntegration(propagate_traces=False, monitor_beat_tasks=False)
    start_sentry(get_settings(), service=service, integrations=[celery])


def _note_pulse(**_: Any) -> None:
    pulse.touch_pulse()
    pulse.send_pulse()


@signals.worker_shutting_down.connect
def _stop_claiming(**_: Any) -> None:
    lifecycle.stop_claiming()


@signals.worker_shutdown.connect
def _stop_process(**_: Any) -> None:
    lifecycle.stop()
