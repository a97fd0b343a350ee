"""Every documented answer of every operation was seen. Runs last: by its name, after what asks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.api.seen import GENERATED, PROVOKED, Operation, Seen, answers, operations
from tests.api.things import Call
from tests.doubles.stack import RunningStack, wait_for


@pytest.fixture
def log(stack: RunningStack, call: Call) -> Path:
    """The API's log, with a line of ours at its end: what was asked before is in it."""
    path = stack.directory / "logs/api.log"
    before = sum(answer.by == PROVOKED for answer in answers(path))
    assert call("GET", "/health").status_code == 200
    wait_for(lambda: sum(answer.by == PROVOKED for answer in answers(path)) > before, seconds=10, what="the log")
    return path


def test_every_documented_answer_was_seen(documented: list[Operation], log: Path, stranded_log: Path) -> None:
    seen = Seen(documented)
    seen.take(log)
    seen.take(stranded_log)
    print(f"\n{seen.table()}\ng generated, p provoked by a test, - documented and never seen, ! not documented")
    assert seen.faults() == []


def test_no_answer_was_a_fault_of_ours(log: Path, stranded_log: Path) -> None:
    # of the API whose database is away, 503 is what is documented
    assert [answer for answer in answers(log) if answer.status >= 500] == []
    assert [answer for answer in answers(stranded_log) if answer.status == 500] == []


class TestSeen:
    """The check itself can fail."""

    DOCUMENT: ClassVar[dict[str, Any]] = {
        "paths": {
            "/things/{thing_id}": {
                "get": {"operationId": "getThing", "responses": {"200": {}, "404": {}, "default": {}}},
            }
        }
    }

    @pytest.fixture
    def seen(self, tmp_path: Path) -> Callable[..., Seen]:
        """What is seen in a log of these answers."""

        def read(*statuses: int, by: str = GENERATED, route: str = "/things/<uuid:thing_id>") -> Seen:
            log = tmp_path / "api.log"
            lines = [
                {"event": "http_request", "method": "GET", "route": route, "status": status, "request_id": by}
                for status in statuses
            ]
            log.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
            found = Seen(operations(self.DOCUMENT))
            found.take(log)
            return found

        return read

    def test_is_content_with_every_documented_answer_and_no_other(self, seen: Callable[..., Seen]) -> None:
        assert seen(200, 404, 200).faults() == []

    def test_tells_what_was_never_seen(self, seen: Callable[..., Seen]) -> None:
        assert seen(200).faults() == ["getThing: 404 is documented and was never seen"]

    def test_tells_what_is_not_documented(self, seen: Callable[..., Seen]) -> None:
        assert seen(200, 404, 409).faults() == ["getThing: 409 was seen and is not documented"]

    def test_tells_that_nothing_succeeded(self, seen: Callable[..., Seen]) -> None:
        assert "getThing: nothing succeeded" in seen(404).faults()

    def test_counts_only_what_was_asked_here_and_of_this_operation(self, seen: Callable[..., Seen]) -> None:
        assert len(seen(200, 404, by="somebody").faults()) == 3
        assert len(seen(200, 404, route="/others/<uuid:thing_id>").faults()) == 3
