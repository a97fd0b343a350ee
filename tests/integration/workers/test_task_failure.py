"""A task that fails unexpectedly is told by type and frames, in Celery's own line, too."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest
from celery import Celery

from shared.observability.logging import configure_logging
from shared.settings import Settings

MARKER = "zyqmarker@mail.example"


class TestTaskFailure:
    def test_is_logged_without_the_words_of_its_exception(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stderr = io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stderr", stderr)
            configure_logging(settings, service="worker")
        app = Celery("of-this-test", set_as_current=False)

        @app.task(name="tests.fail")
        def fail(value: str) -> None:
            raise ValueError(f"cannot read {value}")

        fail.apply(args=[MARKER])
        lines: list[dict[str, Any]] = [json.loads(line) for line in stderr.getvalue().splitlines()]
        told = [line for line in lines if line["level"] == "error"]
        assert [part["type"] for line in told for part in line["exception"]] == ["ValueError"]
        assert MARKER not in stderr.getvalue()
