"""Every documented answer of every operation was seen. Runs last: by its name, after what asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.seen import PROVOKED, Operation, Seen, answers
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
