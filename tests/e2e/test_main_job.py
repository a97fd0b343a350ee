"""A CSV goes in, scored and explained leads come out, through every real piece."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.stack import RunningStack, wait_for
from tests.e2e.conftest import EXAMPLES

Run = Callable[..., subprocess.CompletedProcess[str]]
ROWS, BAD_LINES = 250, [47, 99, 167, 220, 275]
INSTRUCTING_LINES = [65, 114, 194, 198, 227, 290]


@pytest.fixture(scope="module")
def submitted(sales_agent: Run) -> dict[str, Any]:
    """The job of examples/leads.csv, as `submit --wait --json` reports it at the end."""
    done = sales_agent("submit", str(EXAMPLES / "leads.csv"), "--wait", "--on-invalid", "skip", "--json")
    assert done.returncode == 0, done.stderr
    job: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return job


@pytest.fixture(scope="module")
def results(stack: RunningStack, submitted: dict[str, Any]) -> list[dict[str, Any]]:
    """Every result of that job."""
    answer = stack.api("GET", f"/jobs/{submitted['id']}/results", params={"limit": "1000"})
    lines: list[dict[str, Any]] = answer.json()["data"]
    return lines


def folded(text: str) -> str:
    return " ".join(str(text).casefold().split())


def lines_of_rows() -> list[int]:
    """The line of examples/leads.csv on which each row starts, as Python's own reader sees it."""
    with (EXAMPLES / "leads.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        starts, at = [], reader.line_num + 1
        for _ in reader:
            starts.append(at)
            at = reader.line_num + 1
    assert len(starts) == ROWS
    return starts


def log_lines(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a log."""
    return [json.loads(line) for line in path.read_text(errors="replace").splitlines() if line.startswith("{")]


class TestSearch:
    def test_finds_a_lead_by_its_notes_seconds_after_its_result(
        self, stack: RunningStack, results: list[dict[str, Any]]
    ) -> None:
        lead = next(line["input"] for line in results if len(line["input"].get("notes", "").split()) > 3)
        words = " ".join(lead["notes"].split()[:4])

        def found() -> list[str]:
            page = stack.api("GET", "/leads", params={"q": words}).json()
            return [one["company_name"] for one in page["data"]]

        wait_for(lambda: lead["company_name"] in found(), seconds=30, what="the index of leads to follow")
        assert stack.api("GET", "/leads/counts", params={"q": words}).json()["total"] == len(found())


class TestExampleFile:
    def test_every_row_has_exactly_one_outcome(
        self, submitted: dict[str, Any], results: list[dict[str, Any]], stack: RunningStack
    ) -> None:
        job = stack.api("GET", f"/jobs/{submitted['id']}").json()
        assert Counter(line["status"] for line in results) == {"succeeded": ROWS - len(BAD_LINES)}
        with_result = Counter(line["custom_id"] for line in results)
        assert with_result == Counter(f"row-{line}" for line in lines_of_rows() if line not in BAD_LINES)
        assert sorted({fault["row"] for fault in job["skipped"]["errors"]}) == BAD_LINES
        assert all(fault["code"] and fault["detail"] for fault in job["skipped"]["errors"])

    def test_no_invented_quote_survives_as_evidence(self, stack: RunningStack, results: list[dict[str, Any]]) -> None:
        assert stack.ledger()["invented_quotes"] > 0
        dropped = kept = 0
        for line in results:
            lead = {**line["input"].get("additional_data", {}), **line["input"]}
            for claim in (*line["result"]["criteria"], *line["result"]["disqualifiers"]):
                if claim["quote"]:
                    kept += 1
                    field = claim["field"].removeprefix("additional_data.")
                    assert folded(claim["quote"]) in folded(lead[field])
                if claim["note"] == "quote_not_found":
                    dropped += 1
                    assert claim["level"] is None if "level" in claim else claim["applies"] == "unknown"
            for criterion in line["result"]["criteria"]:
                assert criterion["level"] is None or criterion["quote"]
        assert dropped > 0
        assert kept > 300

    def test_each_lead_that_instructs_the_model_is_flagged(self, results: list[dict[str, Any]]) -> None:
        flagged = {line["custom_id"] for line in results if line["result"]["flags"]}
        assert flagged == {f"row-{number}" for number in INSTRUCTING_LINES}

    def test_scores_are_the_arithmetic_of_their_levels(self, results: list[dict[str, Any]]) -> None:
        for line in results:
            known = [part for part in line["result"]["criteria"] if part["level"] is not None]
            if known:
                points = sum(part["weight"] * part["level"] / 4 for part in known)
                assert float(line["result"]["score_exact"]) == pytest.approx(
                    100 * points / sum(part["weight"] for part in known), abs=0.0001
                )
            else:
                assert line["result"]["score"] is None

    def test_a_second_submit_pays_nothing(
        self, stack: RunningStack, sales_agent: Run, submitted: dict[str, Any]
    ) -> None:
        before = stack.ledger()["started"]
        done = sales_agent("submit", str(EXAMPLES / "leads.csv"), "--wait", "--on-invalid", "skip", "--json")
        assert done.returncode == 0, done.stderr
        job = json.loads(done.stdout.strip().splitlines()[-1])
        assert (job["cached"], job["usage"]["calls"]) == (ROWS - len(BAD_LINES), 0)
        assert stack.ledger()["started"] == before

    def test_bad_rows_are_named_and_nothing_is_kept_without_skip(self, sales_agent: Run) -> None:
        done = sales_agent("submit", str(EXAMPLES / "leads.csv"))
        assert done.returncode == 1
        for line in BAD_LINES:
            assert re.search(rf"\b{line}\b", done.stdout + done.stderr)


class TestVoices:
    def test_api_leads_provider_calls_and_tasks_each_have_one(self, stack: RunningStack) -> None:
        lead = {"company_name": "Audible Freight", "notes": "Counts pallets by hand each month."}
        stack.wait_for_job(stack.api("POST", "/jobs", json={"leads": [lead]}).json()["id"])
        wanted = {"api.http.requests", "shared.llm.log_call", "shared.leads.index", "workers.task_log"}

        def heard() -> set[str]:
            paths = (stack.directory / "logs").glob("*.log")
            return {line["logger"] for path in paths for line in log_lines(path) if "logger" in line}

        wait_for(lambda: heard() >= wanted, seconds=20, what=f"lines of {wanted}")


class TestRequestId:
    def test_leads_from_the_answer_to_the_workers_lines(self, stack: RunningStack) -> None:
        lead = {"company_name": "Traceable Freight", "notes": "Two warehouses, counts by hand each month."}
        answer = stack.api("POST", "/jobs", json={"leads": [lead]}, headers={"X-Request-Id": "trace-0123456789"})
        assert answer.headers["X-Request-Id"] == "trace-0123456789"
        job_id = answer.json()["id"]
        stack.wait_for_job(job_id)
        logs = {path.name: log_lines(path) for path in (stack.directory / "logs").glob("*.log")}
        traced = {
            name: [line for line in lines if line.get("request_id") == "trace-0123456789"]
            for name, lines in logs.items()
        }
        assert traced["api.log"]
        assert [line for name in traced if name.startswith("worker") for line in traced[name] if "job_id" in line]
        assert {line["job_id"] for lines in traced.values() for line in lines if "job_id" in line} == {job_id}
