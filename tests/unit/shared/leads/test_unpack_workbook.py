"""The program that unpacks workbooks, in this process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from shared.leads import unpack_workbook as program
from shared.leads.unpack_workbook import unpack_workbook
from tests.doubles.workbooks import workbook

BOOK = workbook({"Leads": [["Company", "Employees"], ["A", 250], [None], ["B", None]]})


def unpacked(
    body: bytes = BOOK, *, max_rows: int = 10, max_chars: int = 1000, sheet: str | None = None
) -> list[object]:
    return list(unpack_workbook(body, max_rows=max_rows, max_chars=max_chars, sheet=sheet))


class TestUnpackWorkbook:
    def test_gives_the_sheet_and_each_row_that_is_not_blank(self) -> None:
        assert unpacked() == [{"sheet": "Leads"}, (1, ["Company", "Employees"]), (2, ["A", "250"]), (4, ["B"])]

    def test_stops_after_so_many_rows(self) -> None:
        assert len(unpacked(max_rows=2)) == 3

    def test_stops_after_so_much_text(self) -> None:
        assert unpacked(max_chars=17)[-1] == {"error": "too_much_text"}

    @pytest.mark.parametrize(
        ("body", "sheet", "head"),
        [
            (b"PK\x03\x04", None, {"error": "unreadable"}),
            (workbook({"S": []}), None, {"error": "empty"}),
            (BOOK, "Leeds", {"error": "unknown_sheet", "sheets": ["Leads"]}),
        ],
    )
    def test_tells_why_there_is_nothing_to_read(self, body: bytes, sheet: str | None, head: dict[str, object]) -> None:
        assert unpacked(body, sheet=sheet) == [head]


class TestProgram:
    def test_runs_within_limits_that_the_system_keeps(self) -> None:
        code = (
            "import resource, runpy, sys; runpy.run_path(sys.argv[1])['limit_process']();"
            "print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_CORE)[0])"
        )
        done = subprocess.run(
            [sys.executable, "-I", "-c", code, program.__file__], check=True, capture_output=True, text=True, timeout=60
        )
        assert done.stdout.split() == [str(program.CPU_SECONDS), "0"]

    def test_needs_no_environment_and_nothing_of_the_house(self) -> None:
        done = subprocess.run(
            [sys.executable, "-I", program.__file__, "10", "1000", "Leads"],
            input=BOOK, capture_output=True, check=True, env={}, timeout=60,
        )  # fmt: skip
        assert done.stdout.splitlines()[0] == b'{"sheet":"Leads"}'
