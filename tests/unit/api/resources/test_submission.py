"""A batch is checked whole, in any form: every fault at once, nothing cut short."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from flask import Flask
from marshmallow import ValidationError

from api.http.bodies import BodyTooLarge, IncompleteBody, MalformedBody, UnsupportedBody
from api.http.faults import faults_of
from api.resources.jobs.submission import Submission, read_submission
from shared.errors import TooLarge
from shared.leads.errors import LeadValidationError

Read = Callable[..., Submission]
GOOD = {"company_name": "Northwind Robotics", "contact_email": "ada@northwind.example"}
CSV = "Company,E-mail,Region\nNorthwind,ada@northwind.example,North\nFabrikam,bo@fabrikam.example,South\n"


@pytest.fixture
def read(app_with: Callable[..., Flask]) -> Read:
    """Read a request that is made of these arguments."""
    app = app_with(MAX_BODY_MB=1)

    def run(*, max_leads: int = 100, **request: Any) -> Submission:
        with app.test_request_context("/api/v1/jobs", method="POST", **request):
            return read_submission(max_leads=max_leads)

    return run


def csv_request(body: str, **more: Any) -> dict[str, Any]:
    """A request with this file."""
    return {"data": body.encode(), "content_type": "text/csv", **more}


def streamed(stream: io.BytesIO, *, announced: int | None, kind: str = "text/csv") -> dict[str, Any]:
    """A request as gunicorn hands it over: the stream ends by itself, wherever the connection ended."""
    environ: dict[str, Any] = {"wsgi.input_terminated": True}
    if announced is not None:
        environ["CONTENT_LENGTH"] = str(announced)
    return {"input_stream": stream, "content_type": kind, "environ_overrides": environ}


class TestJson:
    def test_gives_leads_and_what_is_said_of_the_job(self, read: Read) -> None:
        batch = read(json={"leads": [GOOD, {"company_name": "Fabrikam"}], "name": "Fair", "metadata": {"hall": "4"}})
        assert [lead.input for lead in batch.leads] == [GOOD, {"company_name": "Fabrikam"}]
        assert (batch.name, batch.metadata, batch.skipped) == ("Fair", {"hall": "4"}, [])

    def test_tells_every_fault_of_every_lead(self, read: Read) -> None:
        leads = [GOOD, {"contact_email": "nope"}, "text", {"company_name": "A", "bogus": 1}]
        with pytest.raises(LeadValidationError, match=r"^3 of 4 leads") as caught:
            read(json={"leads": leads})
        assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
            ("/leads/1/company_name", "missing_company_name"),
            ("/leads/1/contact_email", "invalid_email"),
            ("/leads/2", "not_an_object"),
            ("/leads/3/bogus", "unknown_field"),
        ]

    def test_tells_faults_of_leads_and_of_the_rest_together(self, read: Read) -> None:
        with pytest.raises(LeadValidationError) as caught:
            read(json={"leads": [{}], "on_invalid": "maybe", "bogus": 1})
        assert {fault.pointer for fault in caught.value.faults} == {"/on_invalid", "/bogus", "/leads/0/company_name"}

    @pytest.mark.parametrize(
        ("envelope", "pointer"),
        [
            ({"name": "a\x00b"}, "/name"),
            ({"name": ""}, "/name"),
            ({"name": " \u3000"}, "/name"),
            ({"name": "\u200b\u2060\ufeff"}, "/name"),
            ({"name": "\u3164\u00ad"}, "/name"),
            ({"name": "n" * 201}, "/name"),
            ({"metadata": {"k": "v\x00"}}, "/metadata/k"),
            ({"metadata": {"k" * 65: "v"}}, f"/metadata/{'k' * 65}"),
            ({"metadata": {str(n): "v" for n in range(17)}}, "/metadata"),
            ({"metadata": {"k": 1}}, "/metadata/k"),
            ({"metadata": "text"}, "/metadata"),
            ({"profile": ""}, "/profile"),
            ({"profile": "p" * 121}, "/profile"),
            ({"profile": 7}, "/profile"),
            ({"profile_version": "2"}, "/profile_version"),
            ({"profile_version": 0}, "/profile_version"),
            ({"surprise": 1}, "/surprise"),
        ],
    )
    def test_refuses_what_a_job_cannot_hold(self, read: Read, envelope: dict[str, Any], pointer: str) -> None:
        with pytest.raises(ValidationError) as caught:
            read(json={"leads": [GOOD], **envelope})
        assert [fault.pointer for fault in faults_of(caught.value)] == [pointer]

    def test_goes_on_without_bad_leads_when_told_to(self, read: Read) -> None:
        batch = read(json={"leads": [GOOD, {"notes": "no company"}], "on_invalid": "skip"})
        assert [lead.index for lead in batch.leads] == [0]
        assert [fault.pointer for fault in batch.skipped] == ["/leads/1/company_name"]

    def test_refuses_a_batch_that_would_be_left_empty(self, read: Read) -> None:
        with pytest.raises(LeadValidationError):
            read(json={"leads": [{"notes": "no company"}], "on_invalid": "skip"})

    @pytest.mark.parametrize("body", [{}, {"leads": []}, {"leads": {}}, {"leads": None}])
    def test_refuses_a_body_without_leads(self, read: Read, body: dict[str, Any]) -> None:
        with pytest.raises(LeadValidationError) as caught:
            read(json=body)
        assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [("/leads", "missing")]

    @pytest.mark.parametrize("body", [b"{", b"", b"[1]", b'"leads"', b"\xff", b'{"leads": NaN}', b"[" * 5000])
    def test_refuses_what_is_no_json_object(self, read: Read, body: bytes) -> None:
        with pytest.raises(MalformedBody):
            read(data=body, content_type="application/json")

    def test_takes_a_byte_order_mark(self, read: Read) -> None:
        body = b"\xef\xbb\xbf" + orjson.dumps({"leads": [GOOD]})
        assert len(read(data=body, content_type="application/json").leads) == 1

    def test_names_each_key_that_came_twice(self, read: Read) -> None:
        body = b'{"leads": [{"company_name": "A", "company_name": "B"}], "name": "x", "name": "y"}'
        with pytest.raises(MalformedBody) as caught:
            read(data=body, content_type="application/json")
        assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
            ("/name", "duplicate_key"),
            ("/leads/0/company_name", "duplicate_key"),
        ]

    def test_refuses_what_is_nested_deeper_than_can_be_checked(self, read: Read) -> None:
        body = b'{"leads": ' + b"[" * 1000 + b"]" * 1000 + b"}"
        with pytest.raises(MalformedBody, match="deep"):
            read(data=body, content_type="application/json")

    def test_says_its_limit_of_leads(self, read: Read) -> None:
        with pytest.raises(TooLarge, match="at most 2 leads"):
            read(json={"leads": [GOOD] * 3}, max_leads=2)

    def test_takes_no_parameters_in_its_url(self, read: Read) -> None:
        with pytest.raises(ValidationError):
            read(json={"leads": [GOOD]}, query_string={"name": "Fair"})


class TestDryRun:
    def test_is_off_unless_asked_for(self, read: Read) -> None:
        assert read(json={"leads": [GOOD]}).dry_run is False
        assert read(**csv_request(CSV)).dry_run is False

    def test_keeps_the_bad_leads_apart_and_refuses_none(self, read: Read) -> None:
        batch = read(json={"leads": [GOOD, {"notes": "no company"}], "dry_run": True})
        assert (batch.dry_run, batch.rows, len(batch.leads)) == (True, 2, 1)
        assert [fault.pointer for fault in batch.skipped] == ["/leads/1/company_name"]

    def test_takes_a_batch_without_any_good_lead(self, read: Read) -> None:
        batch = read(**csv_request("Company,E-mail\n,nope\n", query_string={"dry_run": "true"}))
        assert (batch.rows, list(batch.leads), len(batch.skipped)) == (1, [], 2)
        assert batch.file is not None

    @pytest.mark.parametrize("value", ["yes", "1", "True", ""])
    def test_is_not_guessed_from_what_a_url_may_mean(self, read: Read, value: str) -> None:
        with pytest.raises(ValidationError):
            read(**csv_request(CSV, query_string={"dry_run": value}))

    @pytest.mark.parametrize("value", ["true", "false", None, 2, []])
    def test_is_not_guessed_from_what_a_body_may_mean(self, read: Read, value: object) -> None:
        with pytest.raises(ValidationError):
            read(json={"leads": [GOOD], "dry_run": value})

    def test_of_json_does_not_stand_in_the_url(self, read: Read) -> None:
        with pytest.raises(ValidationError):
            read(json={"leads": [GOOD]}, query_string={"dry_run": "true"})

    def test_still_refuses_what_cannot_be_read_at_all(self, read: Read) -> None:
        with pytest.raises(LeadValidationError):
            read(**csv_request("E-mail\nada@northwind.example\n", query_string={"dry_run": "true"}))
        with pytest.raises(LeadValidationError):
            read(json={"leads": [], "dry_run": True})
        with pytest.raises(TooLarge):
            read(json={"leads": [GOOD] * 3, "dry_run": True}, max_leads=2)


class TestNdjson:
    BODY = b'{"company_name": "Northwind"}\n{"contact_email": "nope"}\n'

    def test_takes_what_is_said_of_the_job_from_the_url(self, read: Read) -> None:
        query = {"name": "Fair", "on_invalid": "skip"}
        batch = read(data=self.BODY, content_type="application/x-ndjson", query_string=query)
        assert ([lead.input for lead in batch.leads], batch.name) == ([{"company_name": "Northwind"}], "Fair")
        assert [(fault.row, fault.column) for fault in batch.skipped] == [(2, "company_name"), (2, "contact_email")]

    def test_has_no_columns_to_map(self, read: Read) -> None:
        with pytest.raises(ValidationError):
            read(data=self.BODY, content_type="application/x-ndjson", query_string={"map": "A:notes"})


class TestCsv:
    def test_maps_columns_and_keeps_what_it_does_not_know(self, read: Read) -> None:
        batch = read(**csv_request(CSV))
        assert [lead.input for lead in batch.leads] == [
            {
                "company_name": "Northwind",
                "contact_email": "ada@northwind.example",
                "additional_data": {"Region": "North"},
            },
            {
                "company_name": "Fabrikam",
                "contact_email": "bo@fabrikam.example",
                "additional_data": {"Region": "South"},
            },
        ]

    def test_takes_a_mapping_whose_header_has_a_colon(self, read: Read) -> None:
        query = {"map": ["Ship to: firm:company_name", "E-mail:ignore"], "name": "Fair"}
        batch = read(**csv_request("Ship to: firm,E-mail\nNorthwind,nope\n", query_string=query))
        assert ([lead.input for lead in batch.leads], batch.name) == ([{"company_name": "Northwind"}], "Fair")

    def test_tells_faults_by_row_and_column(self, read: Read) -> None:
        with pytest.raises(LeadValidationError) as caught:
            read(**csv_request("Company,E-mail\nNorthwind,nope\n,bo@fabrikam.example\n"))
        assert [(fault.row, fault.column, fault.code) for fault in caught.value.faults] == [
            (2, "E-mail", "invalid_email"),
            (3, "Company", "missing_company_name"),
        ]

    def test_goes_on_without_bad_rows_when_told_to(self, read: Read) -> None:
        batch = read(**csv_request("Company\nNorthwind\n\nFabrikam\n", query_string={"on_invalid": "skip"}))
        assert len(batch.leads) == 2

    @pytest.mark.parametrize(
        "where", [{"content_type": "text/csv; charset=cp1252"}, {"query_string": "encoding=cp1252"}]
    )
    def test_reads_the_encoding_that_is_named(self, read: Read, where: dict[str, str]) -> None:
        batch = read(**{**csv_request(""), "data": "Company\nMüller €\n".encode("cp1252"), **where})
        assert batch.leads[0].input == {"company_name": "Müller €"}

    def test_says_its_limit_of_leads(self, read: Read) -> None:
        with pytest.raises(TooLarge, match="more than 1 leads"):
            read(**csv_request(CSV), max_leads=1)

    @pytest.mark.parametrize("query", ["map=nofield", "map=:", "on_invalid=maybe", "bogus=1", "name=", "encoding="])
    def test_refuses_parameters_that_say_nothing(self, read: Read, query: str) -> None:
        with pytest.raises(ValidationError):
            read(**csv_request(CSV, query_string=query))


class TestBody:
    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/xml"])
    def test_of_another_type_is_refused(self, read: Read, kind: str) -> None:
        with pytest.raises(UnsupportedBody, match="application/json or text/csv or application/x-ndjson"):
            read(data=b"x", content_type=kind)

    def test_that_is_compressed_is_refused(self, read: Read) -> None:
        with pytest.raises(UnsupportedBody, match="Content-Encoding"):
            read(data=b"x", content_type="text/csv", headers={"Content-Encoding": "gzip"})

    def test_over_the_limit_is_refused_before_it_is_read(self, read: Read) -> None:
        class Unreadable(io.BytesIO):
            def read(self, *_: Any) -> bytes:
                raise AssertionError("was read")

        with pytest.raises(BodyTooLarge, match="at most 1 MB"):
            read(**streamed(Unreadable(), announced=1024 * 1024 + 1))

    def test_over_the_limit_is_refused_though_its_length_was_not_announced(self, read: Read) -> None:
        rows = "Company\n" + "Northwind\n" * 200_000
        with pytest.raises(BodyTooLarge):
            read(**streamed(io.BytesIO(rows.encode()), announced=None), max_leads=10**6)

    @pytest.mark.parametrize("kind", ["text/csv", "application/json"])
    def test_that_was_cut_short_is_refused(self, read: Read, kind: str) -> None:
        body = CSV.encode() if kind == "text/csv" else orjson.dumps({"leads": [GOOD]})
        announced = len(body) + 7
        with pytest.raises(IncompleteBody, match=f"Only {len(body)} of {announced} bytes"):
            read(**streamed(io.BytesIO(body), announced=announced, kind=kind))
