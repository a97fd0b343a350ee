"""What a person decides about a job."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.answers import JOB, Run, documents, ended, job_body
from tests.unit.cli.conftest import Played, RecordedApi

NEW = "0199c0de-0000-7000-8000-000000000002"


class TestCancelPauseResume:
    @pytest.mark.parametrize(
        ("verb", "status", "said"),
        [
            ("cancel", "cancelling", "is cancelling: 0 leads cancelled, 1 of 3 leads scored kept."),
            ("pause", "paused", "is paused: 1 of 3 leads scored. Go on with `"),
            ("resume", "in_progress", "goes on: 1 of 3 leads scored."),
        ],
    )
    def test_asks_the_api_and_says_how_the_job_stands(
        self, api_server: RecordedApi, run: Run, verb: str, status: str, said: str
    ) -> None:
        api_server.on("POST", f"/jobs/{JOB}/{verb}", Played(202, job_body(status, succeeded=1)))
        result = run(verb, JOB)
        assert result.exit_code == 0
        assert said in " ".join(result.stdout.split())
        assert [asked.body for asked in api_server.asked] == [b""]

    @pytest.mark.parametrize("verb", ["cancel", "pause", "resume"])
    def test_prints_the_job_as_json(self, api_server: RecordedApi, run: Run, verb: str) -> None:
        api_server.on("POST", f"/jobs/{JOB}/{verb}", Played(202, job_body("paused")))
        assert documents(run(verb, JOB, "--json"))[0]["id"] == JOB

    def test_says_why_it_was_refused(self, api_server: RecordedApi, run: Run) -> None:
        problem = {"code": "job_not_paused", "detail": "Only a paused job can be resumed."}
        api_server.on("POST", f"/jobs/{JOB}/resume", Played(409, problem))
        result = run("resume", JOB)
        assert (result.exit_code, "Only a paused job" in result.stderr) == (1, True)

    def test_asks_once_when_the_connection_breaks(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("POST", f"/jobs/{JOB}/pause", Played(hang_up=True))
        result = run("pause", JOB)
        assert result.exit_code == 1
        assert "was it done? Not known." in " ".join(result.stderr.split())
        assert len(api_server.asked) == 1


class TestRetry:
    def test_sends_what_was_chosen_and_follows_the_new_job(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("POST", f"/jobs/{JOB}/retry", Played(202, job_body("queued", succeeded=0, id=NEW)))
        api_server.on("GET", f"/jobs/{NEW}", ended(id=NEW))
        result = run("retry", JOB, "--status", "failed", "--custom-id", "row-7", "--name", "Again", "--wait")
        assert result.exit_code == 0
        assert json.loads(api_server.asked[0].body) == {
            "statuses": ["failed"],
            "custom_ids": ["row-7"],
            "name": "Again",
        }
        assert f"Job {NEW} accepted: 3 leads." in result.stdout

    def test_leaves_the_choice_to_the_api(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("POST", f"/jobs/{JOB}/retry", Played(202, job_body("queued", succeeded=0, id=NEW)))
        assert documents(run("retry", JOB, "--json"))[0]["id"] == NEW
        assert api_server.asked[0].body == b"{}"

    def test_wants_a_wait_for_a_timeout(self, run: Run) -> None:
        assert run("retry", JOB, "--timeout", "5").exit_code == 2
