"""The workers' Celery app: the settings that keep a crash, a misspelt queue or a foreign message harmless."""

from __future__ import annotations

import pytest
from celery import Celery

from shared.queue.names import Queue
from shared.queue.transport import INDEX_TASK, SWEEP_QUEUE, SWEEP_TASK, WORK_TASK
from shared.settings import Settings


@pytest.fixture
def app(settings: Settings) -> Celery:
    """The app over the tests' settings."""
    from workers.app import make_app  # noqa: PLC0415 - the module makes the process's own app from the environment

    return make_app(settings.model_copy(update={"SWEEP_INTERVAL_SECONDS": 3.0}))


class TestDelivery:
    def test_a_message_is_gone_only_when_its_slice_has_ended(self, app: Celery) -> None:
        assert app.conf.task_acks_late is True
        assert app.conf.worker_prefetch_multiplier == 1

    def test_a_task_that_kills_its_process_is_not_handed_on(self, app: Celery) -> None:
        assert app.conf.task_reject_on_worker_lost is False

    def test_only_json_is_taken_and_no_result_is_kept(self, app: Celery) -> None:
        assert list(app.conf.accept_content) == ["json"]
        assert app.conf.task_serializer == "json"
        assert app.conf.task_ignore_result is True
        assert app.conf.result_backend is None

    def test_a_misspelt_queue_is_not_born(self, app: Celery) -> None:
        assert app.conf.task_create_missing_queues is False
        assert {queue.name for queue in app.conf.task_queues} == {*Queue, SWEEP_QUEUE}

    def test_a_broker_that_never_answers_holds_nobody_for_ever(self, app: Celery) -> None:
        options = app.conf.broker_transport_options
        assert 0 < options["socket_connect_timeout"] <= options["socket_timeout"] <= 5
        assert app.conf.broker_connection_retry_on_startup is True
        assert app.conf.broker_connection_max_retries is None


class TestOperation:
    def test_as_many_slices_run_as_the_setting_says_where_no_option_does(self, app: Celery, settings: Settings) -> None:
        assert app.conf.worker_concurrency == settings.WORKER_SLICES

    def test_flower_can_look_and_steer(self, app: Celery) -> None:
        assert app.conf.worker_enable_remote_control is True
        assert app.conf.worker_send_task_events is True

    def test_logs_stay_ours(self, app: Celery) -> None:
        assert app.conf.worker_hijack_root_logger is False
        assert app.conf.worker_redirect_stdouts is False

    def test_beat_sends_the_sweep_in_its_rhythm_and_old_sweeps_expire(self, app: Celery) -> None:
        sweep = app.conf.beat_schedule["sweep"]
        assert (sweep["task"], sweep["schedule"]) == (SWEEP_TASK, 3.0)
        assert 1.0 <= sweep["options"]["expires"] <= 10.0
        assert app.amqp.router.route({}, SWEEP_TASK)["queue"].name == SWEEP_QUEUE

    def test_beat_sends_the_index_in_the_same_rhythm_on_the_same_queue(self, app: Celery) -> None:
        index = app.conf.beat_schedule["index"]
        assert (index["task"], index["schedule"]) == (INDEX_TASK, 3.0)
        assert app.amqp.router.route({}, INDEX_TASK)["queue"].name == SWEEP_QUEUE

    def test_both_tasks_are_there(self, app: Celery) -> None:
        app.loader.import_default_modules()
        from workers.tasks import app as process_app  # noqa: PLC0415 - needs the tests' environment

        assert {WORK_TASK, SWEEP_TASK} <= set(process_app.tasks)
