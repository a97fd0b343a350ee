"""A CSV goes in, scored and explained leads come out, through every real piece."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.doubles.stack import RunningStack
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


class TestExampleFile:
    def test_every_row_has_exactly_one_outcome(
        self, submitted: dict[str, Any], results: list[dict[str, Any]], stack: RunningStack
    ) -> None:
        job = stack.api("GET", f"/jobs/{submitted['id']}").json()
        assert Counter(line["status"] for line in results) == {"succeeded": ROWS - len(BAD_LINES)}
        assert len({line["custom_id"] for line in results}) == ROWS - len(BAD_LINES)
        assert sorted({fault["row"] for fault in job["skipped"]["errors"]}) == BAD_LINES
        assert all(fault["code"] and fault["detail"] for fault in job["skipped"]["errors"])

    def test_no_invented_quote_survives_as_evidence(self, stack: RunningStack, results: list[dict[str, Any]]) -> None:
        assert stack.ledger()["invented_quotes"] > 0
        dropped = kept = 0
        for line in results:
            lead = {**line["input"].get("additional_data", {}), **line["input"]}
            for criterion in line["result"]["criteria"]:
                if criterion["quote"]:
                    kept += 1
                    field = criterion["field"].removeprefix("additional_data.")
                    assert folded(criterion["quote"]) in folded(lead[field])
                if criterion["note"] == "quote_not_found":
                    dropped += 1
                    assert criterion["level"] is None
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


class TestRequestId:
    def test_leads_from_the_answer_to_the_workers_lines(self, stack: RunningStack) -> None:
        lead = {"company_name": "Traceable Freight", "notes": "Two warehouses, counts by hand each month."}
        answer = stack.api("POST", "/jobs", json={"leads": [lead]}, headers={"X-Request-Id": "trace-0123456789"})
        assert answer.headers["X-Request-Id"] == "trace-0123456789"
        stack.wait_for_job(answer.json()["id"])
        logs = {path.name: path.read_text(errors="replace") for path in (stack.directory / "logs").glob("*.log")}
        with_id = {name for name, text in logs.items() if "trace-0123456789" in text}
        assert "api.log" in with_id
        assert any(name.startswith("worker") for name in with_id)
