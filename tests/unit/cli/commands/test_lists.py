"""Lists of jobs and leads, what was done to a job, results as a file, completion."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.answers import JOB, Run, documents, job_body, page
from tests.unit.cli.conftest import Played, RecordedApi

LEAD = {
    "id": "0199c0de-0000-7000-8000-0000000000aa",
    "company_name": "Acme \x1b[2J Ltd",
    "contact_name": "Ada",
    "score": 82,
    "tier": "A",
    "coverage": 0.75,
    "next_question": "Is there a budget?",
}


class TestJobs:
    def test_shows_the_ids_that_other_commands_take(self, api_server: RecordedApi, run: Run) -> None:
        paused = job_body("paused", succeeded=1, status_reason="payment_required")
        api_server.on("GET", "/jobs", page(paused))
        result = run("jobs", "--status", "paused", "--status", "in_progress", COLUMNS="200")
        assert f"{JOB} leads.csv paused (payment_required) 1 of 3 1 0 $0.0015" in " ".join(result.stdout.split())
        assert api_server.asked[0].params == {"status": ["paused", "in_progress"], "limit": ["20"]}

    def test_goes_on_over_pages_to_the_limit(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", "/jobs", page(*[job_body()] * 100, next_cursor="c1"), page(job_body()))
        assert len(documents(run("jobs", "--limit", "101", "--previews", "--json"))) == 101
        assert [asked.params["limit"] for asked in api_server.asked] == [["100"], ["1"]]
        assert api_server.asked[1].params["cursor"] == ["c1"]
        assert api_server.asked[0].params["kind"] == ["preview"]

    def test_says_that_there_are_none(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", "/jobs", page())
        result = run("jobs")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "There are no such jobs." in result.stderr

    def test_shows_who_did_what_when(self, api_server: RecordedApi, run: Run) -> None:
        event = {
            "at": "2026-11-24T08:00:01.5Z",
            "actor": "crm",
            "actor_kind": "key",
            "action": "job.retry",
            "detail": {"leads": 5, "custom_ids": None},
        }
        api_server.on("GET", f"/jobs/{JOB}/events", page(event))
        assert "2026-11-24 08:00:01 crm job.retry leads 5" in " ".join(run("jobs", "--events", JOB).stdout.split())
        assert documents(run("jobs", "--events", JOB, "--json")) == [event]


class TestLeads:
    def test_shows_the_best_and_cannot_be_steered(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", "/leads", page(LEAD))
        result = run("leads", "brewery", "north", "--tier", "A", "--min-score", "70", "--flagged", COLUMNS="160")
        assert "82 A 75 % Acme [2J Ltd Ada Is there a budget?" in " ".join(result.stdout.split())
        assert "\x1b" not in result.stdout
        assert api_server.asked[0].params == {
            "q": ["brewery north"],
            "tier": ["A"],
            "min_score": ["70"],
            "flagged": ["true"],
            "sort": ["score"],
            "order": ["desc"],
            "limit": ["50"],
        }

    def test_prints_all_as_ndjson(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", "/leads", page(LEAD, next_cursor="c1"), page(LEAD))
        assert len(documents(run("leads", "--sort", "company", "--json"))) == 2
        assert api_server.asked[0].params["order"] == ["asc"]

    def test_says_that_none_matches(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", "/leads", page())
        assert "No lead matches." in run("leads").stderr


class TestExport:
    def test_writes_a_file_by_its_ending(self, api_server: RecordedApi, run: Run, tmp_path: Path) -> None:
        api_server.on("GET", f"/jobs/{JOB}/results", Played(200, b'{"index":0}\n'))
        result = run("export", JOB, "-o", "out.ndjson", "--status", "failed")
        assert result.exit_code == 0
        assert (tmp_path / "out.ndjson").read_bytes() == b'{"index":0}\n'
        assert api_server.asked[0].params == {"format": ["ndjson"], "status": ["failed"]}
        assert "out.ndjson: 12 bytes." in result.stderr

    def test_writes_csv_to_standard_output(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", f"/jobs/{JOB}/results", Played(200, "\ufeffrow,score\r\n1,82\r\n".encode()))
        assert run("export", JOB).stdout_bytes.endswith(b"1,82\r\n")
        assert api_server.asked[0].params == {"format": ["csv"]}

    def test_leaves_the_old_file_where_the_new_one_is_not_whole(
        self, api_server: RecordedApi, run: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "out.csv").write_text("old")
        cut = Played(200, b"row,score\r\n", {"Content-Length": "1000"})
        api_server.on("GET", f"/jobs/{JOB}/results", cut)
        result = run("export", JOB, "-o", "out.csv")
        assert result.exit_code == 1
        assert "what came is not whole" in " ".join(result.stderr.split())
        assert [path.read_text() for path in tmp_path.glob("out*")] == ["old"]

    def test_refuses_what_the_api_refuses(self, api_server: RecordedApi, run: Run, tmp_path: Path) -> None:
        problem = {"code": "job_not_found", "detail": "There is no job with this id."}
        api_server.on("GET", f"/jobs/{JOB}/results", Played(404, problem))
        result = run("export", JOB, "-o", "out.csv")
        assert (result.exit_code, "There is no job with this id." in result.stderr) == (1, True)
        assert not list(tmp_path.glob("out*"))


class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_names_the_program_and_its_variable(self, run: Run, shell: str) -> None:
        out = run("completion", shell).stdout
        assert "sales-agent" in out
        assert f"_SALES_AGENT_COMPLETE={shell}_complete" in out
