"""The forms of a batch over HTTP."""

from __future__ import annotations

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.http.bodies import CSV, JSON, NDJSON, XLSX
from tests.doubles.workbooks import raw_workbook, rows_xml, workbook
from tests.integration.api.world import problem

PATH = "/api/v1/jobs"
LEADS = [
    {"company_name": "Müller Logistik", "contact_email": "ada@mueller.example", "company_size": "250"},
    {"company_name": "Fabrikam", "notes": 'Two sites;\nasked for a quote, "soon"'},
]
ROWS = [
    ["Company", "E-Mail", "Employees", "Notes"],
    ["Müller Logistik", "ada@mueller.example", 250, None],
    ["Fabrikam", None, None, LEADS[1]["notes"]],
]
BODIES = {
    JSON: orjson.dumps({"leads": LEADS}),
    NDJSON: b"\n".join(orjson.dumps(lead) for lead in LEADS),
    CSV: 'Company,E-Mail,Employees,Notes\r\nMüller Logistik,ada@mueller.example,250,\r\n'
    'Fabrikam,,,"Two sites;\nasked for a quote, ""soon"""\r\n'.encode(),
    XLSX: workbook({"Leads": ROWS}),
}  # fmt: skip


class TestForms:
    @pytest.mark.parametrize("kind", BODIES)
    def test_of_the_same_leads_keep_the_same(self, client: FlaskClient, db_session: Session, kind: str) -> None:
        answer = client.post(PATH, data=BODIES[kind], content_type=kind)
        assert answer.status_code == 202
        kept = db_session.execute(text("SELECT input, input_hash FROM job_items ORDER BY position")).all()
        assert [row.input for row in kept] == LEADS
        client.post(PATH, json={"leads": LEADS})
        assert db_session.scalar(text("SELECT count(DISTINCT input_hash) FROM job_items")) == len(LEADS)


class TestXlsx:
    def test_shows_how_it_was_understood(self, client: FlaskClient) -> None:
        answer = client.post(f"{PATH}?dry_run=true&sheet=Leads", data=BODIES[XLSX], content_type=XLSX)
        assert answer.json is not None
        assert answer.json["file"] == {
            "encoding": None,
            "delimiter": None,
            "sheet": "Leads",
            "columns": [
                {"header": "Company", "field": "company_name", "sample": "Müller Logistik"},
                {"header": "E-Mail", "field": "contact_email", "sample": "ada@mueller.example"},
                {"header": "Employees", "field": "company_size", "sample": "250"},
                {"header": "Notes", "field": "notes", "sample": LEADS[1]["notes"]},
            ],
        }

    def test_names_row_and_column_of_a_fault(self, client: FlaskClient) -> None:
        body = workbook({"Leads": [*ROWS, [], ["Contoso", "nope"]]})
        answer = client.post(PATH, data=body, content_type=XLSX)
        (fault,) = problem(answer)["errors"]
        assert (answer.status_code, fault["row"], fault["column"], fault["code"]) == (422, 5, "E-Mail", "invalid_email")

    def test_says_which_sheets_there_are(self, client: FlaskClient) -> None:
        answer = client.post(f"{PATH}?sheet=Leeds", data=BODIES[XLSX], content_type=XLSX)
        body = problem(answer)
        assert (answer.status_code, body["code"], body["errors"][0]["code"]) == (
            422,
            "lead_file_invalid",
            "unknown_sheet",
        )

    def test_that_is_a_bomb_is_refused_and_the_process_goes_on(self, client: FlaskClient) -> None:
        far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        answer = client.post(PATH, data=raw_workbook(rows_xml(far)), content_type=XLSX)
        assert (answer.status_code, problem(answer)["code"]) == (413, "too_large")
        assert client.get(PATH).status_code == 200

    @pytest.mark.parametrize("query", ["encoding=utf-8", "sheet=", f"sheet={'s' * 32}", "sheet=a%00b"])
    def test_takes_only_its_own_parameters(self, client: FlaskClient, query: str) -> None:
        answer = client.post(f"{PATH}?{query}", data=BODIES[XLSX], content_type=XLSX)
        assert (answer.status_code, problem(answer)["code"]) == (422, "invalid_request")
