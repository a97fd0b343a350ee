"""Handing in leads."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.answers import CSV, JOB, Run, documents, ended, job_body, running
from tests.unit.cli.conftest import Played, RecordedApi

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS = [
    {"row": 17, "column": "E-Mail", "code": "invalid_email", "detail": "The address has no domain."},
    {"row": 204, "code": "too_many_cells", "detail": "The row has 9 cells, the header has 8."},
]


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

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (b'{"company_name": "Acme"}\n{"company_name": "Bolt"}\n', "application/x-ndjson"),
            (b"PK\x03\x04\x00\xff\r\n", XLSX),
            (CSV.encode(), "text/csv"),
        ],
    )
    def test_reads_standard_input_in_every_form_and_sends_it_as_it_is(
        self, api_server: RecordedApi, run: Run, body: bytes, content_type: str
    ) -> None:
        api_server.on("POST", "/jobs", Played(202, job_body("queued", succeeded=0)))
        result = run("submit", "-", "--name", "Fair", "--profile", "Dental", "--json", stdin=body)
        asked = api_server.asked[0]
        assert (asked.body, asked.headers["Content-Type"]) == (body, content_type)
        assert asked.params == {"on_invalid": ["reject"], "name": ["Fair"], "profile": ["Dental"]}
        assert [document["status"] for document in documents(result)] == ["queued"]

    def test_sends_json_as_one_object(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("POST", "/jobs", Played(202, job_body("queued", succeeded=0)))
        run("submit", "-", "--name", "Fair", "--on-invalid", "skip", stdin='[{"company_name": "Acme"}]')
        asked = api_server.asked[0]
        assert json.loads(asked.body) == {"leads": [{"company_name": "Acme"}], "name": "Fair", "on_invalid": "skip"}
        assert (asked.params, asked.headers["Content-Type"]) == ({}, "application/json")

    def test_names_the_sheet_and_the_columns_of_a_workbook(self, api_server: RecordedApi, run: Run) -> None:
        api_server.on("POST", "/jobs", Played(202, job_body("queued", succeeded=0)))
        run("submit", "-", "--sheet", "Fair", "--map", "Firma:company_name", stdin=b"PK\x03\x04")
        params = {"on_invalid": ["reject"], "map": ["Firma:company_name"], "sheet": ["Fair"]}
        assert api_server.asked[0].params == params

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

    def test_does_not_offer_to_skip_where_skipping_is_in_vain(self, api_server: RecordedApi, run: Run) -> None:
        fault = {"row": 1, "code": "no_company_column", "detail": "No column holds the company's name."}
        api_server.on("POST", "/jobs", Played(422, {"code": "lead_file_invalid", "detail": "No.", "errors": [fault]}))
        result = run("submit", "leads.csv")
        assert "no_company_column" in result.stderr
        assert "--on-invalid" not in result.stderr

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
            ("submit", "leads.csv", "--format", "ndjson", "--map", "a:company_name"),
            ("submit", "leads.csv", "--sheet", "Fair"),
            ("submit", "leads.csv", "--wait", "--timeout", "0"),
            ("submit", "leads.csv", "--timeout", "5"),
            ("nonsense",),
            ("watch", "not-a-job-id"),
            ("results", "../keys"),
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
