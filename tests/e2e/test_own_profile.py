"""The command line against real processes: a profile of one's own from a file, from its first check to its export."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.stack import RunningStack

TREE = Path(__file__).parents[2]
FILE = TREE / "examples/dental-equipment.yaml"
LEADS = [
    {
        "company_name": f"Molar Practice {number}",
        "contact_email": f"office@dental{number}.example",
        "contact_title": "Owner",
        "notes": f"Dental practice with {number % 6 + 2} rooms. One old chair fails each week, we turn patients away. "
        "The lease ends, so we decide by March. The budget is approved.",
    }
    for number in range(20)
]


def cli(stack: RunningStack, *arguments: str, code: int = 0, stdin: str | None = None) -> str:
    """What the command writes to standard output; fails unless it ends with this code."""
    ended = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        env={**os.environ, "SALES_AGENT_DIR": str(stack.directory), "COLUMNS": "200"},
        input=stdin,
        capture_output=True,
        text=True,
        cwd=TREE,
        timeout=120,
        check=False,
    )
    assert ended.returncode == code, ended.stdout + ended.stderr
    return ended.stdout if code == 0 else ended.stdout + ended.stderr


def rows_of(text: str) -> list[dict[str, Any]]:
    """NDJSON as documents."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def leads_file(tmp_path: Path) -> Path:
    """Twenty practices."""
    path = tmp_path / "practices.json"
    path.write_text(json.dumps(LEADS))
    return path


class TestOwnProfile:
    def test_is_checked_pushed_previewed_activated_used_and_exported(
        self, stack: RunningStack, leads_file: Path, tmp_path: Path
    ) -> None:
        assert "'Dental equipment' can be used." in cli(stack, "profiles", "check", str(FILE))
        # another test of this stack may have made the profile, so the version is whatever comes
        pushed = json.loads(cli(stack, "profiles", "push", str(FILE), "--json"))
        version = pushed["latest_version"]

        previewed = rows_of(cli(stack, "profiles", "preview", "dental equipment", "--leads", str(leads_file), "--json"))
        assert len(previewed) == 20
        assert {row["status"] for row in previewed} == {"succeeded"}
        assert stack.query("SELECT count(*) FROM leads WHERE contact_email LIKE '%@dental%'") == [(0,)]

        assert f"version {version} is active." in cli(stack, "profiles", "activate", "Dental equipment")
        billed = stack.ledger()
        used = ["submit", str(leads_file), "--profile", "Dental equipment", "--wait", "--json"]
        job = json.loads(cli(stack, *used))
        assert (job["profile"]["name"], job["profile"]["version"]) == ("Dental equipment", version)
        assert (job["request_counts"]["succeeded"], job["usage"]["calls"]) == (20, 0)
        assert stack.ledger() == billed, "what the preview paid for is not paid for again"

        tiers = {"Call today", "Call this week", "Newsletter", "open"}
        found = rows_of(cli(stack, "leads", "--job", job["id"], "--json"))
        assert len(found) == 20
        assert {lead["tier"] for lead in found} <= tiers
        assert {level["key"] for lead in found for level in lead["levels"]} == {
            "practice", "need", "timing", "authority", "budget",
        }  # fmt: skip

        cli(stack, "export", job["id"], "-o", str(tmp_path / "out.csv"))
        rows = [*csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig")))]
        assert len(rows) == 20
        assert {"practice_level", "need_quote", "budget_reason"} <= {*rows[0]}
        assert {row["tier"] for row in rows} <= tiers
        assert job["id"] in cli(stack, "jobs")

    def test_is_refused_with_every_fault_by_its_line(self, stack: RunningStack) -> None:
        faulty = FILE.read_text().replace("weight: 20", "weight: 0").replace("at_least: 45", "at_least: 80")
        said = " ".join(cli(stack, "profiles", "push", "-", code=1, stdin=faulty).split())
        lines = faulty.splitlines()
        for text, place in (("weight: 0", "/criteria/2/weight"), ("at_least: 80", "/tiers/1/at_least")):
            line = next(number for number, content in enumerate(lines, start=1) if text in content)
            assert f"{line} {place}" in said
        assert "nothing was kept" in said


class TestControl:
    def test_a_job_is_paused_resumed_cancelled_and_tried_again(self, stack: RunningStack, tmp_path: Path) -> None:
        many = [{"company_name": f"Slow {n}", "contact_email": f"a{n}@slow.example"} for n in range(1500)]
        (tmp_path / "many.json").write_text(json.dumps(many))
        job = json.loads(cli(stack, "submit", str(tmp_path / "many.json"), "--json"))
        assert json.loads(cli(stack, "pause", job["id"], "--json"))["status"] == "paused"
        assert f"{job['id']}" in cli(stack, "jobs", "--status", "paused")
        assert json.loads(cli(stack, "resume", job["id"], "--json"))["status"] in {"queued", "in_progress"}
        assert json.loads(cli(stack, "cancel", job["id"], "--json"))["status"] in {"cancelling", "cancelled"}
        ended = stack.wait_for_job(job["id"])
        cancelled = ended["request_counts"]["cancelled"]
        assert cancelled > 0
        again = json.loads(cli(stack, "retry", job["id"], "--status", "cancelled", "--wait", "--json"))
        assert (again["retry_of"], again["request_counts"]["succeeded"]) == (job["id"], cancelled)
        done = [event["action"] for event in rows_of(cli(stack, "jobs", "--events", job["id"], "--json"))]
        assert done == ["job.retry", "job.cancel", "job.resume", "job.pause"]
