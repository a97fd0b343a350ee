"""The same leads come in every form: the same results each time, paid for once."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from shared.leads.read_csv import read_csv
from tests.doubles.stack import RunningStack
from tests.doubles.workbooks import workbook
from tests.e2e.conftest import EXAMPLES

JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = (EXAMPLES / "leads.csv").read_text(encoding="utf-8")
RECORDS = list(csv.reader(io.StringIO(TEXT, newline="")))
GOOD = 245


def western_letter(letter: str) -> str:
    """The letter, or an x where Windows-1252 lacks it: some contacts write in other scripts."""
    return letter if letter.encode("cp1252", "ignore") else "x"


WESTERN = [["".join(map(western_letter, cell)) for cell in record] for record in RECORDS]


def as_csv(delimiter: str, records: Sequence[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(records)
    return text.getvalue()


def as_objects() -> list[dict[str, Any]]:
    """The rows as a program would send them: the fields of a lead by their names."""
    return [dict(row.fields) for row in read_csv(TEXT.encode()).rows]


def as_cells() -> list[list[object]]:
    """The rows as a spreadsheet holds them: whole numbers are numbers, control characters written as Excel does."""
    return [[int(cell) if cell.isdecimal() and cell.isascii() else _cell(cell) for cell in row] for row in RECORDS]


def _cell(text: str) -> str | None:
    return text.replace("\x0b", "_x000B_") or None


FORMS: dict[str, Callable[[], tuple[str, bytes]]] = {
    "JSON": lambda: (JSON, orjson.dumps({"leads": as_objects(), "on_invalid": "skip"})),
    "NDJSON": lambda: (NDJSON, b"\n".join(map(orjson.dumps, as_objects()))),
    "XLSX": lambda: (XLSX, workbook({"Leads": as_cells()})),
    **{
        f"CSV, {name}, {encoding}": lambda delimiter=delimiter, encoding=encoding: (
            CSV,
            as_csv(delimiter, RECORDS).encode(encoding),
        )
        for name, delimiter in (("comma", ","), ("semicolon", ";"), ("tab", "\t"))
        for encoding in ("utf-8-sig", "utf-16")
    },
}
WESTERN_FORMS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def scored(stack: RunningStack, kind: str, body: bytes) -> list[dict[str, Any]]:
    """What became of the leads of this body, in input order, without what names the job."""
    query = {} if kind == JSON else {"on_invalid": "skip"}
    answer = stack.api("POST", "/jobs", data=body, params=query, headers={"Content-Type": kind})
    assert answer.status_code == 202, answer.text
    job_id = answer.json()["id"]
    assert stack.wait_for_job(job_id)["skipped"]["count"] == 5
    lines = stack.api("GET", f"/jobs/{job_id}/results", params={"limit": "1000"}).json()["data"]
    return [{name: line[name] for name in ("status", "result", "input", "lead_id")} for line in lines]


@pytest.fixture(scope="module")
def first(stack: RunningStack) -> list[dict[str, Any]]:
    """The results of the file as it is."""
    results = scored(stack, CSV, TEXT.encode())
    assert (len(results), {line["status"] for line in results}) == (GOOD, {"succeeded"})
    return results


@pytest.fixture(scope="module")
def western(stack: RunningStack) -> list[dict[str, Any]]:
    """The results of the same 250 leads in letters that Windows-1252 has, sent as UTF-8."""
    results = scored(stack, CSV, as_csv(",", WESTERN).encode())
    assert (len(results), {line["status"] for line in results}) == (GOOD, {"succeeded"})
    return results


class TestFormsOfTheSameLeads:
    @pytest.mark.parametrize("form", FORMS)
    def test_give_the_same_results_and_pay_nothing(
        self, stack: RunningStack, first: list[dict[str, Any]], form: str
    ) -> None:
        before = stack.ledger()["started"]
        assert scored(stack, *FORMS[form]()) == first
        assert stack.ledger()["started"] == before

    @pytest.mark.parametrize("form", WESTERN_FORMS)
    def test_do_so_in_windows_1252(self, stack: RunningStack, western: list[dict[str, Any]], form: str) -> None:
        before = stack.ledger()["started"]
        assert scored(stack, CSV, as_csv(WESTERN_FORMS[form], WESTERN).encode("cp1252")) == western
        assert stack.ledger()["started"] == before

    @pytest.mark.parametrize(("form", "suffix"), [("NDJSON", "ndjson"), ("XLSX", "xlsx"), ("CSV, tab, utf-16", "csv")])
    def test_go_in_by_the_command_line_too(
        self,
        first: list[dict[str, Any]],
        sales_agent: Callable[..., subprocess.CompletedProcess[str]],
        tmp_path: Path,
        form: str,
        suffix: str,
    ) -> None:
        file = tmp_path / f"leads.{suffix}"
        file.write_bytes(FORMS[form]()[1])
        ran = sales_agent("submit", str(file), "--on-invalid", "skip", "--wait", "--json")
        assert ran.returncode == 0, ran.stderr
        job = json.loads(ran.stdout)
        assert (job["request_counts"]["succeeded"], job["cached"], job["usage"]["calls"]) == (len(first), len(first), 0)
