"""One line a task, by name, id, state and time, and nothing that it was given."""

from __future__ import annotations

import logging

import pytest
from celery import Celery, signals

from shared.queue.transport import SWEEP_TASK, WORK_TASK
from shared.settings import Settings
from workers import task_log

MARKER = "zyqmarker@mail.example"


def lines_of(caplog: pytest.LogCaptureFixture, name: str, *, fails: bool = False) -> list[tuple[str, str, str]]:
    """Level, task and state of each line after one run of a task of this name."""
    app = Celery("of-this-test", set_as_current=False)

    @app.task(name=name)
    def run(value: str) -> str:
        if fails:
            raise ValueError(value)
        return value

    signals.task_prerun.connect(task_log.note_start)
    signals.task_postrun.connect(task_log.log_end)
    with caplog.at_level(logging.DEBUG):
        run.apply(args=[MARKER])
    lines = [(record.levelname, record.msg) for record in caplog.records if record.name == "workers.task_log"]
    told = [(level, line) for level, line in lines if isinstance(line, dict) and line["event"] == "task_ended"]
    assert all(line["ms"] >= 0 and line["task_id"] for _, line in told)
    assert MARKER not in str(told)
    return [(level, line["task"], line["state"]) for level, line in told]


class TestTaskLog:
    def test_tells_of_a_slice(self, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
        assert lines_of(caplog, WORK_TASK) == [("INFO", WORK_TASK, "SUCCESS")]

    def test_tells_of_the_sweep_only_who_debugs(self, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
        assert lines_of(caplog, SWEEP_TASK) == [("DEBUG", SWEEP_TASK, "SUCCESS")]

    def test_tells_of_a_failure_whatever_it_was(self, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
        assert lines_of(caplog, SWEEP_TASK, fails=True) == [("WARNING", SWEEP_TASK, "FAILURE")]

    def test_forgets_when_a_task_began(self, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
        lines_of(caplog, WORK_TASK)
        assert task_log._started == {}
