"""Messages: each has a consumer, a proper name, and an id as its only content."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from cli.supervisor.programs import worker_programs
from shared.settings import Settings
from tests.architecture.reading import TREE

# the workers' app as a worker makes it: tasks with their parameters, where each is sent, what beat sends
ASK = """
import inspect, json
from shared.queue.names import Queue
from workers.tasks import app
ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
schedule = app.conf.beat_schedule.values()
print(json.dumps({
    "tasks": {
        name: [(parameter.name, str(parameter.annotation), parameter.kind.name)
               for parameter in inspect.signature(task.run).parameters.values()]
        for name, task in ours.items()
    },
    "published": sorted({*Queue, *(app.amqp.router.route(entry.get("options", {}), entry["task"])["queue"].name
                                   for entry in schedule)}),
    "scheduled": [entry["task"] for entry in schedule],
    "declared": sorted(queue.name for queue in app.conf.task_queues),
}))
"""
ENVIRONMENT = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "APP_SECRET": "0123456789abcdef" * 3,
    "CEREBRAS_API_KEY": "test-key",
}


@pytest.fixture(scope="module")
def app() -> dict[str, Any]:
    """What the workers' app says of itself, in a process of its own, since it is made from the environment."""
    command = [sys.executable, "-W", "error", "-c", ASK]
    done = subprocess.run(command, env=ENVIRONMENT, cwd=TREE, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def consumed(argv: tuple[str, ...]) -> set[str]:
    """The queues on a worker's command line."""
    return set(argv[argv.index("-Q") + 1].split(","))


class TestQueues:
    def test_are_each_consumed_by_a_worker_that_up_starts(self, app: dict[str, Any]) -> None:
        programs = worker_programs(Settings.model_construct(WORKER_SLICES=8, STOP_GRACE_SECONDS=1.0), bulk_workers=1)
        assert set().union(*(consumed(program.argv) for program in programs)) == set(app["published"])

    def test_are_declared_since_none_is_made_at_need(self, app: dict[str, Any]) -> None:
        assert app["declared"] == app["published"]

    def test_are_each_consumed_by_the_workers_of_the_documents(self, app: dict[str, Any]) -> None:
        lines = re.findall(r"celery -A workers\.app worker .*", (TREE / "docs/development.md").read_text())
        assert set().union(*(consumed(tuple(line.split())) for line in lines)) == set(app["published"])


class TestTasks:
    def test_are_named_noun_verb(self, app: dict[str, Any]) -> None:
        assert len(app["tasks"]) >= 2
        assert [name for name in app["tasks"] if not re.fullmatch(r"[a-z_]+\.[a-z_]+", name)] == []

    def test_that_beat_sends_exist(self, app: dict[str, Any]) -> None:
        assert app["scheduled"]
        assert set(app["scheduled"]) <= app["tasks"].keys()

    def test_take_ids_and_nothing_else(self, app: dict[str, Any]) -> None:
        for name, parameters in app["tasks"].items():
            for parameter, annotation, kind in parameters:
                assert parameter.endswith("_id"), f"{name}: {parameter}"
                assert (annotation, kind) == ("str", "POSITIONAL_OR_KEYWORD"), f"{name}: {parameter}"
