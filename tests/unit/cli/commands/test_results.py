"""Reading what became of leads."""

from __future__ import annotations

from tests.unit.cli.answers import JOB, Run, documents, ended, failed_result, page, scored_result
from tests.unit.cli.conftest import Played, RecordedApi


class TestResults:
    def test_shows_score_tier_coverage_why_and_what_to_ask(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", f"/jobs/{JOB}", ended())
        api_server.on("GET", f"/jobs/{JOB}/results", page(scored_result(0)))
        out = " ".join(run("results", JOB).stdout.split())
        assert "1 Acme 82 A 75 % Asks for a quote." in out
        assert "Ask: Is there a budget?" in out

    def test_shows_code_cause_and_remedy_of_a_failure(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", f"/jobs/{JOB}", ended(succeeded=2, failed=1))
        api_server.on("GET", f"/jobs/{JOB}/results", page(failed_result(2)))
        result = run("results", JOB, "--status", "failed")
        assert result.exit_code == 3
        assert "provider_refused The provider's content filter refused" in " ".join(result.stdout.split())
        assert "Correct the notes." in result.stdout
        assert api_server.asked[1].params["status"] == ["failed"]

    def test_prints_ndjson_over_all_pages_and_nothing_else(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", f"/jobs/{JOB}", ended())
        api_server.on("GET", f"/jobs/{JOB}/results", page(scored_result(0), next_cursor="c1"), page(scored_result(1)))
        result = run("results", JOB, "--json")
        assert result.exit_code == 0
        assert [document["index"] for document in documents(result)] == [0, 1]
        assert api_server.asked[2].params["cursor"] == ["c1"]

    def test_stops_at_the_limit(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", f"/jobs/{JOB}", ended())
        api_server.on("GET", f"/jobs/{JOB}/results", page(scored_result(0), next_cursor="c1"))
        assert len(documents(run("results", JOB, "--json", "--limit", "1"))) == 1
        assert [asked.params.get("limit") for asked in api_server.asked[1:]] == [["1"]]

    def test_an_error_never_looks_like_a_result(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on(
            "GET", f"/jobs/{JOB}", Played(404, {"code": "job_not_found", "detail": "There is no job with this id."})
        )
        result = run("results", JOB, "--json")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "There is no job with this id." in result.stderr

    def test_lead_text_cannot_steer_the_terminal(self, api_server: RecordedApi, run: Run) -> None:
        wild = scored_result(0, company="\x1b[2J\x1b]0;owned\x07[bold]Acme[/bold]")
        api_server.on("GET", f"/jobs/{JOB}", ended())
        api_server.on("GET", f"/jobs/{JOB}/results", page(wild))
        out = run("results", JOB).stdout
        assert "\x1b" not in out
        assert "\x07" not in out
        assert "[bold]Acme" in out
