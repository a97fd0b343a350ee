"""Rows that a job left out come back as a file that can be mended and sent again."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.doubles.workbooks import workbook
from tests.integration.api.world import csv_rows, problem

PATH = "/api/v1/jobs"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "Company,E-mail,Phone\nNorthwind,ada@northwind.example,\nFabrikam,nope,+49 30 1\n,bo@fabrikam.example,\n"


def submit(
    client: FlaskClient, body: bytes | str = CSV, kind: str = "text/csv", query: str = "?on_invalid=skip"
) -> Any:
    answer = client.post(f"{PATH}{query}", data=body, content_type=kind)
    assert answer.status_code == 202, answer.json
    return answer.json


class TestListRefused:
    def test_has_the_rows_as_they_came_and_why(self, client: FlaskClient) -> None:
        job = submit(client)
        answer = client.get(f"{PATH}/{job['id']}/refused")
        assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8; header=present")
        assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{job["id"]}-refused.csv"')
        assert answer.headers["Cache-Control"] == "no-store"
        rows = csv_rows(answer.data)
        assert [(row["Company"], row["E-mail"], row["Phone"]) for row in rows] == [
            ("Fabrikam", "nope", "+49 30 1"),
            ("", "bo@fabrikam.example", ""),
        ]
        assert [row["fault"].split(" is ")[0] for row in rows] == ["E-mail: contact_email", "Company: company_name"]

    def test_mended_is_taken_as_it_is(self, client: FlaskClient, db_session: Session) -> None:
        file = client.get(f"{PATH}/{submit(client)['id']}/refused").data.decode()
        mended = file.replace("nope", "bo@fabrikam.example").replace("\r\n,", "\r\nContoso,")
        job = submit(client, mended, query="")
        kept = db_session.scalars(text("SELECT input FROM job_items WHERE job_id = :id"), {"id": job["id"]}).all()
        assert kept == [
            {"company_name": "Fabrikam", "contact_email": "bo@fabrikam.example", "contact_phone": "+49 30 1"},
            {"company_name": "Contoso", "contact_email": "bo@fabrikam.example"},
        ]

    @pytest.mark.parametrize(
        ("body", "kind", "query"),
        [
            (workbook({"S": [["Company", "E-mail"], ["A", None], ["B", "nope"]]}), XLSX, "?on_invalid=skip"),
            (
                b'{"company_name": "A"}\n{"company_name": "B", "contact_email": "nope"}',
                "application/x-ndjson",
                "?on_invalid=skip",
            ),
            (
                b'{"leads": [{"company_name": "A"}, {"company_name": "B", "contact_email": "nope"}],'
                b' "on_invalid": "skip"}',
                "application/json",
                "",
            ),
        ],
    )
    def test_is_there_whatever_form_they_came_in(self, client: FlaskClient, body: bytes, kind: str, query: str) -> None:
        job = submit(client, body, kind, query)
        (row,) = csv_rows(client.get(f"{PATH}/{job['id']}/refused").data)
        assert list(row.values())[:2] == ["B", "nope"]

    def test_of_a_job_that_took_all_is_a_header(self, client: FlaskClient) -> None:
        job = submit(client, "Company\nA\n")
        assert client.get(f"{PATH}/{job['id']}/refused").data == b"\xef\xbb\xbffault\r\n"

    def test_of_no_job_is_not_found(self, client: FlaskClient) -> None:
        answer = client.get(f"{PATH}/{uuid.uuid4()}/refused")
        assert (answer.status_code, problem(answer)["code"]) == (404, "job_not_found")

    def test_goes_with_the_job(self, client: FlaskClient, db_session: Session) -> None:
        job = submit(client)
        db_session.execute(text("DELETE FROM jobs WHERE id = :id"), {"id": job["id"]})
        assert db_session.scalar(text("SELECT count(*) FROM job_refused_rows")) == 0


class TestDryRun:
    def test_answers_the_same_file_where_csv_is_preferred(self, client: FlaskClient, db_session: Session) -> None:
        job = submit(client)
        answer = client.post(f"{PATH}?dry_run=true", data=CSV, content_type="text/csv", headers={"Accept": "text/csv"})
        assert answer.status_code == 200
        assert answer.data == client.get(f"{PATH}/{job['id']}/refused").data
        assert db_session.scalar(text("SELECT count(*) FROM jobs")) == 1

    @pytest.mark.parametrize("accept", ["*/*", "application/json, text/csv"])
    def test_answers_an_estimate_otherwise(self, client: FlaskClient, accept: str) -> None:
        answer = client.post(f"{PATH}?dry_run=true", data=CSV, content_type="text/csv", headers={"Accept": accept})
        assert answer.json is not None
        assert answer.json["object"] == "estimate"
