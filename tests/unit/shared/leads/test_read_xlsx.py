"""XLSX workbooks as spreadsheets write them, and those that mean harm."""

from __future__ import annotations

import datetime
import time

import pytest

from shared.errors import Fault, TooLarge
from shared.leads import read_xlsx as room
from shared.leads.errors import LeadFileError, WorkbooksBusy
from shared.leads.read_table import LeadTable
from shared.leads.read_xlsx import read_xlsx
from shared.leads.validate import check_rows
from tests.doubles.workbooks import bombs, raw_workbook, rows_xml, workbook

HEADER = ["Company", "E-Mail", "Employees", "Seen"]


def read(body: bytes, *, sheet: str | None = None, max_rows: int = 100, max_chars: int = 10_000) -> LeadTable:
    return read_xlsx(body, mapping={}, sheet=sheet, max_rows=max_rows, max_chars=max_chars)


def fault_of(body: bytes, *, sheet: str | None = None) -> Fault:
    with pytest.raises(LeadFileError) as caught:
        read(body, sheet=sheet)
    (fault,) = caught.value.faults
    return fault


class TestRows:
    def test_are_named_by_their_number_in_the_sheet(self) -> None:
        rows = [[None], [None, *HEADER], [None], [None, "Northwind", "nope", 250], [None, "Fabrikam"]]
        table = read(workbook({"Leads": rows}))
        checked = check_rows(table.rows)
        assert [(lead.custom_id, lead.input) for lead in checked.good] == [("row-5", {"company_name": "Fabrikam"})]
        assert [(fault.row, fault.column) for fault in checked.bad] == [(4, "E-Mail")]
        assert (table.sheet, table.encoding, table.delimiter) == ("Leads", None, None)

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (250, "250"),
            (250.0, "250"),
            (2.5, "2.5"),
            (-0.125, "-0.125"),
            (4912345678, "4912345678"),
            (True, "TRUE"),
            (datetime.date(2026, 3, 1), "2026-03-01"),
            (datetime.datetime.fromisoformat("2026-03-01T09:30"), "2026-03-01 09:30"),
            (datetime.datetime.fromisoformat("2026-03-01T09:30:05"), "2026-03-01 09:30:05"),
            (datetime.time(9, 30), "09:30"),
            ("a\nb", "a\nb"),
            ("= text", "= text"),
        ],
    )
    def test_show_values_as_a_person_reads_them(self, value: object, shown: str) -> None:
        (row,) = read(workbook({"S": [["Company", "Value"], ["A", value]]})).rows
        assert row.fields["additional_data"] == {"Value": shown}

    def test_take_a_formula_by_the_value_it_last_showed(self) -> None:
        cells = (
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Company</t></is></c></row>'
            '<row r="2"><c r="A2" t="str"><f>B2&amp;"x"</f><v>Northwind</v></c></row>'
            '<row r="3"><c r="A3"><f>1+249</f><v>250</v></c></row>'
        )
        assert [row.fields["company_name"] for row in read(raw_workbook(rows_xml(cells))).rows] == ["Northwind", "250"]

    def test_without_a_header_for_a_cell_are_faults(self) -> None:
        table = read(workbook({"S": [["Company"], ["A", None, "lost"], ["B", None, None]]}))
        checked = check_rows(table.rows)
        assert [(fault.row, fault.code) for fault in checked.bad] == [(2, "too_many_cells")]
        assert "name the column" in checked.bad[0].detail
        assert len(checked.good) == 1


class TestSheet:
    BOOK = workbook(
        {"Notes": [], "Secret": [["Company"], ["Hidden"]], "Leads": [["Company"], ["A"]], "Old": [["Company"], ["B"]]},
        hidden=["Secret"],
    )

    def test_is_the_first_that_can_be_seen_and_holds_anything(self) -> None:
        assert read(self.BOOK).sheet == "Leads"

    @pytest.mark.parametrize(("name", "company"), [("Old", "B"), ("Secret", "Hidden")])
    def test_is_the_one_that_is_named(self, name: str, company: str) -> None:
        table = read(self.BOOK, sheet=name)
        assert (table.sheet, table.rows[0].fields) == (name, {"company_name": company})

    def test_that_is_not_there_is_told_with_those_that_are(self) -> None:
        fault = fault_of(self.BOOK, sheet="Leeds")
        assert (fault.code, "'Leads'" in fault.detail) == ("unknown_sheet", True)

    def test_of_nothing_is_an_empty_file(self) -> None:
        assert fault_of(workbook({"A": [], "B": []})).code == "empty_file"
        assert fault_of(self.BOOK, sheet="Notes").code == "empty_file"
        assert fault_of(workbook({"A": [["Company"]]})).code == "no_rows"


class TestRefused:
    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (b"", "not_a_workbook"),
            (b"Company\nA\n", "not_a_workbook"),
            (b"\xd0\xcf\x11\xe0" + bytes(600), "protected_workbook"),
            (b"PK\x03\x04", "unreadable_workbook"),
            (TestSheet.BOOK[:-40], "unreadable_workbook"),
            (TestSheet.BOOK[: len(TestSheet.BOOK) // 2], "unreadable_workbook"),
        ],
    )
    def test_is_what_is_no_workbook(self, body: bytes, code: str) -> None:
        assert fault_of(body).code == code

    @pytest.mark.parametrize("bomb", bombs())
    def test_is_a_workbook_that_asks_for_too_much(self, bomb: str) -> None:
        began = time.monotonic()
        with pytest.raises((LeadFileError, TooLarge)):
            read(bombs()[bomb])
        assert time.monotonic() - began < 20

    def test_are_more_leads_than_a_job_takes(self) -> None:
        with pytest.raises(TooLarge, match="more than 2 leads"):
            read(workbook({"S": [["Company"], ["A"], ["B"], ["C"], ["D"], ["E"]]}), max_rows=2)

    def test_is_more_text_than_a_body_may_have(self) -> None:
        with pytest.raises(TooLarge, match="more text"):
            read(workbook({"S": [["Company"], ["A" * 600], ["B" * 600]]}), max_chars=1000)

    def test_is_a_workbook_that_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(room, "_WALL_SECONDS", 0.001)
        with pytest.raises(TooLarge, match="memory or time"):
            read(TestSheet.BOOK)

    def test_is_a_third_workbook_while_two_are_read(self) -> None:
        assert room._places.acquire(blocking=False)
        assert room._places.acquire(blocking=False)
        try:
            with pytest.raises(WorkbooksBusy):
                read(TestSheet.BOOK)
        finally:
            room._places.release(2)
        assert read(TestSheet.BOOK).rows

    def test_frees_its_place_whatever_happens(self) -> None:
        for _ in range(3):
            fault_of(b"PK\x03\x04")
        assert read(TestSheet.BOOK).rows
