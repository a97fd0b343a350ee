"""Newline-delimited JSON: one lead a line."""

from __future__ import annotations

import pytest

from shared.errors import TooLarge
from shared.leads.errors import LeadFileError
from shared.leads.read_ndjson import read_ndjson
from shared.leads.validate import check_rows


def faults_of(body: bytes) -> list[tuple[int | None, str | None, str]]:
    checked = check_rows(read_ndjson(body, max_rows=100))
    return [(fault.row, fault.column, fault.code) for fault in checked.bad]


class TestReadNdjson:
    def test_gives_a_lead_a_line_named_by_its_line(self) -> None:
        body = b'\xef\xbb\xbf{"company_name": "Northwind"}\r\n\n  \n{"company_name": "Fabrikam", "custom_id": "f"}'
        good = check_rows(read_ndjson(body, max_rows=2)).good
        assert [(lead.custom_id, lead.input) for lead in good] == [
            ("row-1", {"company_name": "Northwind"}),
            ("f", {"company_name": "Fabrikam"}),
        ]

    def test_tells_the_line_and_the_field_of_each_fault(self) -> None:
        body = b'{"company_name": "A"}\n\n{"company_name": "B", "contact_email": "nope"}\n{"firm": "C"}\n'
        assert faults_of(body) == [
            (3, "contact_email", "invalid_email"),
            (4, "company_name", "missing_company_name"),
            (4, "firm", "unknown_field"),
        ]

    def test_tells_the_key_of_additional_data(self) -> None:
        body = b'{"company_name": "A", "additional_data": {"deep": {"er": 1}}}'
        assert faults_of(body) == [(1, "deep", "wrong_type")]

    @pytest.mark.parametrize(
        "line", [b"{", b"Company,E-mail", b'{"company_name": "\xff"}', b'{"a": NaN}', b"[" * 5000, b'{"a":' * 1020]
    )
    def test_a_line_that_is_no_json_does_not_touch_the_others(self, line: bytes) -> None:
        assert faults_of(b'{"company_name": "A"}\n' + line + b'\n{"company_name": "B"}\n') == [
            (2, None, "malformed_line")
        ]

    def test_a_line_nested_deeper_than_python_goes_is_a_fault(self) -> None:
        line = b'{"a":' * 1000 + b"1" + b"}" * 1000
        assert faults_of(line) == [(1, None, "malformed_line")]

    @pytest.mark.parametrize("line", [b"[1]", b'"text"', b"7", b"null"])
    def test_a_line_that_is_no_object_is_a_fault(self, line: bytes) -> None:
        assert faults_of(line) == [(1, None, "not_an_object")]

    def test_a_key_given_twice_is_a_fault(self) -> None:
        body = b'{"company_name": "A", "company_name": "B", "additional_data": {"k": 1, "k": 2, "l": 3}}'
        assert faults_of(body) == [(1, "company_name", "duplicate_key"), (1, "k", "duplicate_key")]

    @pytest.mark.parametrize("body", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
    def test_a_file_without_lines_is_refused(self, body: bytes) -> None:
        with pytest.raises(LeadFileError) as caught:
            read_ndjson(body, max_rows=1)
        assert [fault.code for fault in caught.value.faults] == ["empty_file"]

    def test_over_its_limit_it_stops(self) -> None:
        with pytest.raises(TooLarge, match="more than 2 leads"):
            read_ndjson(b"{}\n" * 3, max_rows=2)
