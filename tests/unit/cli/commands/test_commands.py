"""submit, watch and results, run as a person runs them, against recorded answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from tests.unit.cli.answers import JOB, ended, failed_result, job_body, page, running, scored_result
from tests.unit.cli.conftest import KEY, Played, RecordedApi

Run = Callable[..., Result]
CSV = "Firma,E-Mail\nAcme,ada@example.com\nBolt,bob@example.com\n"
FAULTS = [
    {"row": 17, "column": "E-Mail", "code": "invalid_email", "detail": "The address has no domain."},
    {"row": 204, "code": "too_many_cells", "detail": "The row has 9 cells, the header has 8."},
]


@pytest.fixture
def run(api_server: RecordedApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line with the recorded API in the environment and no pauses between looks."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cli.client.follow.SHORTEST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr("cli.client.follow.LONGEST_PAUSE_SECONDS", 0.001)
    (tmp_path / "leads.csv").write_text(CSV)
    environ = {"SALES_AGENT_URL": api_server.url, "SALES_AGENT_API_KEY": KEY, "COLUMNS": "100", "SALES_AGENT_DIR": None}

    def invoke(*arguments: str, stdin: str | None = None, **more: str | None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=stdin, env={**environ, **more})

    return invoke


def documents(result: Result) -> list[Any]:
    """Every line of stdout, each of which must be JSON."""
    return [json.loads(line) for line in result.stdout.splitlines()]


class TestSubmit:
    def test_sends_a_csv_file_as_it_is_with_what_its_sender_says(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("POST", "/jobs", Played(202, job_body("queued", succeeded=0)))
        result = run(
            "submit",
            "leads.csv",
            "--map",
            "Firma: GmbH:company_name",
            "--map",
            "E-Mail:contact_email",
            "--on-invalid",
            "skip",
        )
        assert result.exit_code == 0, result.output
        asked = api_server.asked[0]
        assert (asked.body.decode(), asked.headers["Content-Type"]) == (CSV, "text/csv")
        assert asked.params == {
            "on_invalid": ["skip"],
            "name": ["leads.csv"],
            "map": ["Firma: GmbH:company_name", "E-Mail:contact_email"],
        }
        assert f"Job {JOB} accepted: 3 leads." in result.stdout
        assert f"sales-agent watch {JOB}" in result.stderr

    def test_reads_standard_input(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("POST", "/jobs", Played(202, job_body("queued", succeeded=0)))
        result = run(
            "submit", "-", "--name", "Fair", "--json", stdin='{"company_name": "Acme"}\n{"company_name": "Bolt"}\n'
        )
        assert json.loads(api_server.asked[0].body) == {
            "leads": [{"company_name": "Acme"}, {"company_name": "Bolt"}],
            "name": "Fair",
        }
        assert [document["status"] for document in documents(result)] == ["queued"]

    def test_names_every_bad_row_and_accepts_nothing(self, api_server: RecordedApi, run: Run) -> None:
        refusal = {
            "code": "lead_invalid",
            "detail": "2 of 3 leads cannot be accepted; nothing was kept.",
            "errors": FAULTS,
        }
        api_server.on("POST", "/jobs", Played(422, refusal))
        result = run("submit", "leads.csv")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "Error: 2 of 3 leads cannot be accepted; nothing was kept." in result.stderr
        lines = [" ".join(line.split()) for line in result.stderr.splitlines()]
        assert "17 E-Mail invalid_email The address has no domain." in lines
        assert "204 too_many_cells The row has 9 cells, the header has 8." in lines
        assert "--on-invalid skip" in result.stderr

    def test_gives_a_machine_the_whole_refusal(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("POST", "/jobs", Played(422, {"code": "lead_invalid", "detail": "No.", "errors": FAULTS}))
        result = run("submit", "leads.csv", "--json")
        assert result.exit_code == 1
        assert documents(result) == [{"error": {"code": "lead_invalid", "detail": "No.", "errors": FAULTS}}]

    def test_names_the_rows_that_were_left_out(self, api_server: RecordedApi, run: Run) -> None:
        body = job_body("queued", succeeded=0, skipped={"count": 2, "errors": FAULTS})
        api_server.on("POST", "/jobs", Played(202, body))
        result = run("submit", "leads.csv", "--on-invalid", "skip")
        assert "2 bad rows left out" in result.stderr
        assert "invalid_email" in result.stderr

    def test_says_how_many_faults_the_api_did_not_list(self, api_server: RecordedApi, run: Run) -> None:
        refusal = {"code": "lead_invalid", "detail": "No.", "errors": FAULTS, "error_count": 1502}
        api_server.on("POST", "/jobs", Played(422, refusal))
        assert "and 1,500 more" in run("submit", "leads.csv").stderr

    def test_waits_for_the_end_and_keeps_stdout_to_one_document(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("POST", "/jobs", Played(202, job_body("queued", succeeded=0)))
        api_server.on("GET", f"/jobs/{JOB}", running(), ended())
        result = run("submit", "leads.csv", "--wait", "--json")
        assert result.exit_code == 0
        assert [document["status"] for document in documents(result)] == ["completed"]
        assert "1/3 done" in result.stderr

    @pytest.mark.parametrize(
        "arguments",
        [
            ("submit", "missing.csv"),
            ("submit", "leads.csv", "--map", "nofield"),
            ("submit", "leads.csv", "--on-invalid", "maybe"),
            ("submit", "leads.csv", "--format", "json", "--map", "a:company_name"),
            ("submit", "leads.csv", "--wait", "--timeout", "0"),
            ("nonsense",),
        ],
    )
    def test_wrong_usage_is_exit_code_2(self, run: Run, arguments: tuple[str, ...]) -> None:
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Error" in result.stderr

    def test_refuses_an_empty_file_without_asking_the_api(self, api_server: RecordedApi, run: Run) -> None:
        result = run("submit", "-", stdin="\n")
        assert result.exit_code == 1
        assert "Standard input is empty." in result.stderr
        assert not api_server.asked


class TestWatch:
    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"succeeded": 3}, 0),
            ({"succeeded": 2, "failed": 1}, 3),
            ({"status": "expired", "succeeded": 1, "failed": 2}, 3),
            ({"status": "cancelled", "succeeded": 3}, 3),
        ],
    )
    def test_exit_code_tells_how_it_ended(
        self, api_server: RecordedApi, run: Run, body: dict[str, Any], code: int
    ) -> None:
        api_server.on("GET", f"/jobs/{JOB}", running(), ended(**body))
        assert run("watch", JOB).exit_code == code

    def test_sums_up_at_the_end(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", f"/jobs/{JOB}", running(), ended(succeeded=2, failed=1, cached=1))
        out = run("watch", JOB).stdout
        assert (
            f"Job {JOB} completed after 0 s: 2 of 3 leads scored, 1 failed, 1 reused at no cost, 3 calls, $0.0015"
            in out
        )
        assert "simulator" in out

    def test_a_time_out_is_exit_code_4_and_the_job_goes_on(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", f"/jobs/{JOB}", running())
        result = run("watch", JOB, "--timeout", "0.02", "--json")
        assert result.exit_code == 4
        assert documents(result)[0]["error"]["code"] == "timed_out"
        assert f"sales-agent watch {JOB}" in result.stderr

    def test_leaving_says_how_to_come_back(
        self, api_server: RecordedApi, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        api_server.on("GET", f"/jobs/{JOB}", running())
        monkeypatch.setattr("cli.commands.progress.JobProgress.show", interrupted)
        result = run("watch", JOB)
        assert result.exit_code == 130
        assert result.stderr.strip() == f"The job goes on. Come back with `sales-agent watch {JOB}`."

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"status_reason": "payment_required", "status": "paused"}, "waits on a person: paused (payment_required)"),
            ({"status": "queued"}, "waits on a worker"),
            ({"progress": {"stalled": True}}, "waits on the provider: no lead has ended for a minute"),
        ],
    )
    def test_says_what_a_job_waits_on(self, api_server: RecordedApi, run: Run, more: dict[str, Any], said: str) -> None:
        first = Played(200, {**job_body("in_progress", succeeded=1), **more})
        api_server.on("GET", f"/jobs/{JOB}", first, ended())
        assert said in run("watch", JOB).stderr

    def test_does_not_flood_a_log(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", f"/jobs/{JOB}", *(running(1, f'"{n}"') for n in range(50)), ended())
        assert run("watch", JOB).stderr.count("done") == 2


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


class TestErrors:
    def test_an_api_that_is_away_names_the_remedy(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("cli.client.transport.DEFAULT_PATIENCE_SECONDS", 0)
        result = run("results", JOB, SALES_AGENT_URL="http://127.0.0.1:9")
        assert result.exit_code == 1
        assert "cannot be reached" in result.stderr
        assert "sales-agent up" in result.stderr
        assert "SALES_AGENT_URL" in result.stderr

    def test_nothing_known_names_the_remedy(self, run: Run) -> None:
        result = run("watch", JOB, SALES_AGENT_URL=None)
        assert result.exit_code == 1
        assert "No Sales Agent API is known here." in result.stderr

    def test_a_refused_key_is_named_but_not_shown(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on(
            "GET", f"/jobs/{JOB}", Played(401, {"code": "key_refused", "detail": "A valid API key is needed."})
        )
        result = run("watch", JOB)
        assert result.exit_code == 1
        assert "sa_abcd1234_… (from SALES_AGENT_API_KEY)" in result.stderr
        assert KEY not in result.output

    def test_an_answer_of_another_make_is_no_stack_trace(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("GET", f"/jobs/{JOB}", Played(200, {"id": JOB}))
        result = run("watch", JOB)
        assert result.exit_code == 1
        assert "The API's answer is not as expected" in result.stderr
