"""CSV files as people export them."""

from __future__ import annotations

import csv
import io
import time

import pytest

from shared.errors import Fault, TooLarge
from shared.leads.errors import LeadValidationError
from shared.leads.read_csv import read_csv
from shared.leads.read_table import LeadTable
from shared.leads.validate import check_rows


def read(text: str, **options: object) -> LeadTable:
    return read_csv(text.encode(), **options)  # type: ignore[arg-type]


def fields_of(text: str) -> list[dict[str, object]]:
    return [dict(row.fields) for row in read(text).rows]


def fault_of(text: str | bytes, **options: object) -> Fault:
    with pytest.raises(LeadValidationError) as caught:
        read_csv(text.encode() if isinstance(text, str) else text, **options)  # type: ignore[arg-type]
    (fault,) = caught.value.faults
    return fault


class TestRows:
    def test_cells_become_fields_and_unknown_columns_additional_data(self) -> None:
        result = read("Firma,E-Mail,Booth\nNordlager,a@b.example,B12\nSüdlager,,\n")
        assert [dict(row.fields) for row in result.rows] == [
            {"company_name": "Nordlager", "contact_email": "a@b.example", "additional_data": {"Booth": "B12"}},
            {"company_name": "Südlager"},
        ]
        assert [(row.row, row.index) for row in result.rows] == [(2, 0), (3, 1)]
        assert (result.encoding, result.delimiter) == ("utf-8", ",")
        assert [column.field for column in result.columns] == ["company_name", "contact_email", "additional_data"]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_the_line_is_the_physical_one_where_the_row_starts(self, end: str) -> None:
        text = end.join(["", "Company,Notes", 'A,"one', "two", "", 'three"', "", "B,x", "   ", ",", "C,y", "", ""])
        result = read(text)
        assert [row.row for row in result.rows] == [3, 8, 11]
        assert [row.index for row in result.rows] == [0, 1, 2]
        assert check_rows(result.rows).good[0].input["notes"] == "one\ntwo\n\nthree"

    def test_first_and_last_name_are_joined(self) -> None:
        text = "Company,First Name,Last Name\nA,Jo,Doe\nB,,Doe\nC,Jo,\nD,,\n"
        assert [row.get("contact_name") for row in fields_of(text)] == ["Jo Doe", "Doe", "Jo", ""]
        assert "contact_name" not in check_rows(read(text).rows).good[3].input

    def test_last_name_may_come_first_in_the_file(self) -> None:
        assert fields_of("Nachname,Vorname,Firma\nDoe,Jo,A\n")[0]["contact_name"] == "Jo Doe"

    def test_a_full_name_wins_and_its_parts_fill_the_gaps(self) -> None:
        text = "Company,Full Name,First Name,Last Name\nA,Dr Jo Doe,Jo,Doe\nB, ,Jo,Doe\n"
        assert [row["contact_name"] for row in fields_of(text)] == ["Dr Jo Doe", "Jo Doe"]

    def test_a_fault_in_a_joined_name_names_both_columns(self) -> None:
        (fault,) = check_rows(read("Company,First Name,Last Name\nA,J\0o,Doe\n").rows).bad
        assert (fault.code, fault.row, fault.column) == ("invalid_character", 2, "First Name + Last Name")

    def test_short_rows_are_filled_and_surplus_empty_cells_dropped(self) -> None:
        rows = read("Company,Email,Booth\nA\nB,b@b.example,,,\n").rows
        assert [dict(row.fields) for row in rows] == [
            {"company_name": "A"},
            {"company_name": "B", "contact_email": "b@b.example"},
        ]
        assert not any(row.faults for row in rows)

    def test_a_row_with_more_cells_than_the_header_is_bad_alone(self) -> None:
        checked = check_rows(read("Company,Notes\nA,ok\nB,call, then mail\n,x\n").rows)
        assert [(its.code, its.row, its.column) for its in checked.bad] == [
            ("too_many_cells", 3, None),
            ("missing_company_name", 4, "Company"),
        ]
        assert [row.custom_id for row in checked.good] == ["row-2"]

    def test_a_formula_and_a_nul_byte_are_left_to_the_check(self) -> None:
        checked = check_rows(read("Company,Notes\n=1+1,@x\nB,a\0b\n").rows)
        assert checked.good[0].input == {"company_name": "=1+1", "notes": "@x"}
        assert [(its.code, its.row, its.column) for its in checked.bad] == [("invalid_character", 3, "Notes")]

    @pytest.mark.parametrize("cell", ["x" * 131_073, '"' + "x" * 131_073 + '"', '"' + "long line\n" * 90_000 + '"'])
    def test_a_cell_that_is_too_long_is_a_fault_of_its_row_alone(self, cell: str) -> None:
        checked = check_rows(read(f"company,notes\nA,fine\nB,{cell}\nC,fine\n").rows)
        assert [lead.input["company_name"] for lead in checked.good] == ["A", "C"]
        assert [(fault.code, fault.row, fault.column) for fault in checked.bad] == [("too_long", 3, "notes")]

    def test_guards_that_our_own_files_have_within_cells_are_taken_out(self) -> None:
        checked = check_rows(read("Company,Notes,Region\nA,\"Needs:\n- a crane;'=1\",x|'@y\n").rows)
        notes = "Needs:\n- a crane;=1"
        assert checked.good[0].input == {"company_name": "A", "notes": notes, "additional_data": {"Region": "x|@y"}}


class TestDelimiter:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_is_found_though_the_notes_are_full_of_the_others(self, delimiter: str) -> None:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(["Company", "E-Mail", "Notes"])
        for number in range(5):
            writer.writerow([f"C{number}, Inc; x", "", "a,b;c|d\te, f; g\n, h"])
        result = read(out.getvalue())
        assert result.delimiter == delimiter
        assert result.rows[4].fields["notes"] == "a,b;c|d\te, f; g\n, h"

    def test_a_single_column_needs_none(self) -> None:
        assert fields_of("Company\nBrightwater, Inc\nAcme\n")[0] == {"company_name": "Brightwater, Inc"}

    def test_headers_known_only_by_mapping_count(self) -> None:
        result = read("Kunde;Was, wann\nA;x\n", mapping={"Kunde": "company_name", "Was, wann": "notes"})
        assert (result.delimiter, dict(result.rows[0].fields)) == (";", {"company_name": "A", "notes": "x"})

    def test_the_separator_line_of_excel_is_obeyed_and_counted(self) -> None:
        result = read("sep=;\r\nCompany;Notes\r\nA;x,y\r\n")
        assert (result.delimiter, result.rows[0].row) == (";", 3)
        assert fault_of('sep=;\nCompany;Notes\nA;"x\n').row == 3


class TestEncoding:
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "iso-8859-15"])
    def test_a_german_export_is_read(self, encoding: str) -> None:
        body = "Firma;Bemerkung\r\nMüller Söhne;Größe passt, für März\r\n".encode(encoding)
        assert dict(read_csv(body).rows[0].fields) == {"company_name": "Müller Söhne", "notes": "Größe passt, für März"}

    def test_can_be_named(self) -> None:
        result = read_csv("Firma\nDěkuji\n".encode("cp1250"), encoding="windows-1250")
        assert (result.encoding, result.rows[0].fields) == ("cp1250", {"company_name": "Děkuji"})


class TestRefusals:
    @pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "  \n   \n"])
    def test_an_empty_file(self, text: str) -> None:
        assert fault_of(text).code == "empty_file"

    @pytest.mark.parametrize("text", ["Company,Notes", "Company,Notes\n\n,\n"])
    def test_a_header_alone(self, text: str) -> None:
        fault = fault_of(text)
        assert (fault.code, fault.row) == ("no_rows", 1)

    def test_no_company_column_names_the_line_of_the_header(self) -> None:
        assert (fault_of("\nE-Mail,Notes\nx,y\n").code, fault_of("\nE-Mail,Notes\nx,y\n").row) == (
            "no_company_column",
            2,
        )

    @pytest.mark.parametrize("tail", ["", "\n", "\nB,y\nC,z\n", "\n" + "B,y\n" * 60_000])
    def test_a_quote_that_is_never_closed_names_the_line_where_its_row_starts(self, tail: str) -> None:
        fault = fault_of('Company,Notes\nA,"one\ntwo"\nX,"open' + tail)
        assert (fault.code, fault.row) == ("unclosed_quote", 4)

    def test_a_quote_that_is_never_closed_is_one_however_much_comes_after_it(self) -> None:
        fault = fault_of('company,notes\nA,fine\nB,"open\n' + "C,fine\n" * 150_000)
        assert (fault.code, fault.row) == ("unclosed_quote", 3)

    def test_a_cell_that_holds_a_whole_file_names_the_line_where_its_row_starts(self) -> None:
        fault = fault_of('company,notes\nA,fine\nB,"' + "long line\n" * 100_001 + '"\nC,fine\n')
        assert (fault.code, fault.row) == ("cell_too_long", 3)

    @pytest.mark.parametrize("tail", ["", "\n", "\nB,y\n"])
    def test_text_after_a_closing_quote_names_its_line(self, tail: str) -> None:
        fault = fault_of('Company,Notes\nA,x\nB,"the "big" one"' + tail)
        assert (fault.code, fault.row) == ("bad_quoting", 3)

    def test_more_columns_than_are_read(self) -> None:
        assert fault_of("Company" + ",x" * 100_000 + "\nA\n").code == "too_many_columns"

    def test_a_line_without_end(self) -> None:
        fault = fault_of("Company\nA\n" + "," * 1_000_001)
        assert (fault.code, fault.row) == ("line_too_long", 3)

    def test_more_filled_unknown_columns_than_a_lead_can_keep(self) -> None:
        header = "Company," + ",".join(f"c{number}" for number in range(41))
        assert len(read(f"{header}\nA,{'x,' * 40}\n").rows) == 1
        fault = fault_of(f"{header}\nA,{'x,' * 40}x\n")
        assert (fault.code, fault.row) == ("too_many_unknown_columns", 2)

    def test_more_rows_than_asked_for(self) -> None:
        assert len(read("Company\n" + "A\n" * 5, max_rows=5).rows) == 5
        with pytest.raises(TooLarge, match="more than 5 leads"):
            read("Company\n" + "A\n" * 6, max_rows=5)

    def test_an_error_holds_neither_the_file_nor_its_cells(self) -> None:
        for body in (
            b"Company\nMARKER\xff\xfe\n",
            b'Company,Notes\nMARKER,"MARKER\n',
            b"Company,Company Name\nMARKER,x\n",
        ):
            with pytest.raises(LeadValidationError) as caught:
                read_csv(body)
            assert "MARKER" not in str(caught.value) + str(caught.value.faults)
            assert caught.value.__cause__ is None
            assert caught.value.__suppress_context__ or caught.value.__context__ is None


class TestSamples:
    def test_are_the_first_value_of_each_column(self) -> None:
        file = read("Company,E-mail,Region,Empty\nNorthwind,,North,\nFabrikam,bo@fabrikam.example,South,\n")
        assert file.samples == ["Northwind", "bo@fabrikam.example", "North", None]

    def test_of_a_column_that_is_ignored_are_there_too(self) -> None:
        file = read("Company,Secret\nNorthwind,x\n", mapping={"Secret": "ignore"})
        assert file.samples == ["Northwind", "x"]

    def test_are_cut_and_never_taken_from_a_row_whose_cells_have_moved(self) -> None:
        file = read("Company,Notes\na,b,c\nNorthwind," + "n" * 500 + "\n")
        assert file.samples == ["Northwind", "n" * 200]

    def test_are_there_too_where_every_row_ends_in_a_delimiter(self) -> None:
        file = read("Company,Notes\nNorthwind,x,\nFabrikam,y, ,\n")
        assert file.samples == ["Northwind", "x"]


class TestSpeed:
    def test_ten_thousand_leads_are_read_and_checked_well_inside_the_budget_of_a_request(self) -> None:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["Company", "Website", "Employees", "First Name", "Last Name", "E-Mail", "Notes", "Source"])
        for number in range(10_000):
            site = f"firm{number}.example"
            cells = [
                f"Firm {number} GmbH",
                f"https://{site}",
                "120",
                "Zoë",
                f"N{number}",
                f"z@{site}",
                "Anruf, März\n" * 20,
                "x",
            ]
            writer.writerow(cells)
        body = out.getvalue().encode()
        began = time.process_time()
        checked = check_rows(read_csv(body).rows)
        took = time.process_time() - began
        assert len(checked.good) == 10_000
        # about 0.25 s where it was measured; the margin is for slower machines and coverage, not for slower code
        assert took < 2.5
