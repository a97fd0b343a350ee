"""Following a job, and what is said when that cannot work."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.cli.answers import JOB, Run, documents, ended, job_body, running
from tests.unit.cli.conftest import KEY, Played, RecordedApi


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
            f"Job {JOB} completed in 3 min 5 s: 2 of 3 leads scored, 1 failed, 1 reused at no cost, 3 calls, $0.0015"
            in out
        )
        assert "simulator" in out

    def test_says_how_many_leads_a_cancel_left_out(self, api_server: RecordedApi, run: Run) -> None:
        counts = {"total": 9, "succeeded": 2, "failed": 1, "cancelled": 6}
        body = {"status": "cancelled", "outcome": "partial", "request_counts": counts}
        api_server.on("GET", f"/jobs/{JOB}", Played(200, job_body("cancelling", succeeded=1)), ended(**body))
        result = run("watch", JOB)
        assert result.exit_code == 3
        assert f"Job {JOB} cancelled: 2 of 9 leads scored, 1 failed, 6 cancelled, 3 calls" in result.stdout
        assert "waits on the leads at the model: it is being cancelled" in result.stderr

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
        assert result.stderr.startswith("The job goes on. Come back with `")
        assert result.stderr.strip().endswith(f"sales-agent watch {JOB}`.")

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"status_reason": "payment_required", "status": "paused"}, "waits on a person: paused (payment_required)"),
            ({"status": "queued", "progress": {"waiting_on": "queue"}}, "waits on its turn"),
            ({"status": "queued", "progress": {"waiting_on": "workers"}}, "waits on a worker: none takes its queue"),
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
        assert "No Sales Agent API is known here: there is no .sales-agent/local.json." in " ".join(
            result.stderr.split()
        )
        assert "SALES_AGENT_DIR" in result.stderr

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
