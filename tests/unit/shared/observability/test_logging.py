"""Log lines: JSON, one request id throughout, an exception's type and frames but none of its words or values."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from shared.observability.logging import configure_logging
from shared.settings import LogLevel, Settings

MARKER = "zyqmarker@mail.example"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """Logging as a process has it; returns what standard error got since the last look, parsed."""
    root = logging.getLogger()
    kept = (root.level, root.handlers[:])
    stderr = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stderr)
        configure_logging(Settings.model_construct(LOG_LEVEL=LogLevel.INFO), service="tests")

    def look() -> list[dict[str, Any]]:
        text = stderr.getvalue()
        stderr.seek(0)
        stderr.truncate()
        return [json.loads(line) for line in text.splitlines()]

    yield look
    structlog.contextvars.clear_contextvars()
    root.setLevel(kept[0])
    root.handlers[:] = kept[1]


def choke_on(value: str) -> None:
    held = value.upper()
    raise ValueError(f"cannot read {held} of {value}")


def fail_while_handling(value: str) -> None:
    try:
        choke_on(value)
    except ValueError as error:
        raise RuntimeError(f"no luck with {value}") from error


class TestLines:
    def test_are_json_with_event_level_service_and_time(self, lines: Lines) -> None:
        structlog.get_logger("shared.jobs").info("job_accepted", leads=3)
        (line,) = lines()
        assert {name: line[name] for name in ("event", "level", "service", "logger", "leads")} == {
            "event": "job_accepted",
            "level": "info",
            "service": "tests",
            "logger": "shared.jobs",
            "leads": 3,
        }
        assert line["at"].endswith("Z")

    def test_of_libraries_have_the_same_form(self, lines: Lines) -> None:
        logging.getLogger("some.library").warning("took %d s\nand more", 3, extra={"tries": 2})
        (line,) = lines()
        assert (line["event"], line["level"], line["service"]) == ("took 3 s\nand more", "warning", "tests")
        assert line["tries"] == 2

    def test_carry_the_request_id_that_is_bound(self, lines: Lines) -> None:
        with structlog.contextvars.bound_contextvars(request_id="req-17"):
            structlog.get_logger().info("ours")
            logging.getLogger("some.library").info("theirs")
        structlog.get_logger().info("after")
        assert [line.get("request_id") for line in lines()] == ["req-17", "req-17", None]

    def test_below_the_level_are_not_written(self, lines: Lines) -> None:
        structlog.get_logger().debug("ours")
        logging.getLogger("sqlalchemy.engine").info("SELECT 1")
        logging.getLogger("urllib3").debug("https://api.example/?q=1")
        assert lines() == []


class TestExceptions:
    def test_are_told_by_type_and_frames_only(self, lines: Lines) -> None:
        try:
            choke_on(MARKER)
        except ValueError:
            structlog.get_logger().exception("row_failed", row=7)
        (line,) = lines()
        (told,) = line["exception"]
        assert (line["event"], line["row"], told["type"]) == ("row_failed", 7, "ValueError")
        assert [frame.rsplit(" ", 1)[1] for frame in told["frames"]][-1] == "choke_on"
        assert __file__ in told["frames"][-1]
        self._assert_silent(line)

    def test_are_told_with_their_causes(self, lines: Lines) -> None:
        try:
            fail_while_handling(MARKER)
        except RuntimeError as error:
            structlog.get_logger().error("row_failed", exc_info=error)
        (line,) = lines()
        assert [told["type"] for told in line["exception"]] == ["RuntimeError", "ValueError"]
        self._assert_silent(line)

    def test_of_libraries_are_told_the_same_way(self, lines: Lines) -> None:
        try:
            choke_on(MARKER)
        except ValueError:
            logging.getLogger("some.library").exception("something went wrong")
        (line,) = lines()
        assert [told["type"] for told in line["exception"]] == ["ValueError"]
        self._assert_silent(line)

    def test_that_hide_their_cause_keep_it_hidden(self, lines: Lines) -> None:
        try:
            try:
                choke_on(MARKER)
            except ValueError:
                raise RuntimeError("plain") from None
        except RuntimeError:
            structlog.get_logger().exception("row_failed")
        (line,) = lines()
        assert [told["type"] for told in line["exception"]] == ["RuntimeError"]

    def test_that_cause_each_other_end(self, lines: Lines) -> None:
        first, second = ValueError(MARKER), RuntimeError(MARKER)
        first.__cause__, second.__cause__ = second, first
        structlog.get_logger().error("row_failed", exc_info=first)
        (line,) = lines()
        assert [told["type"] for told in line["exception"]] == ["ValueError", "RuntimeError"]

    def _assert_silent(self, line: dict[str, Any]) -> None:
        assert MARKER not in json.dumps(line)
        assert MARKER.upper() not in json.dumps(line)
