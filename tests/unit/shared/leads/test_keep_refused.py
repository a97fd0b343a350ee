"""Refused rows come back as a file, and a mended file is taken."""

from __future__ import annotations

import csv
import io

import pytest

from shared.leads.keep_refused import NOTHING_REFUSED, RefusedRows, keep_refused, refused_lines
from shared.leads.quote_formulas import quote_formula, unquote_formula
from shared.leads.read_csv import read_csv
from shared.leads.validate import check_rows, json_rows

FILE = "Firma,E-Mail,Phone,Booth\nNord,nope,+49 30 1,B1\nSüd,a@b.example,,B2\n,c@d.example\nOst,e@f.example,,B4,lost\n"


def refused_of(text: str) -> RefusedRows:
    table = read_csv(text.encode())
    return keep_refused(table.rows, check_rows(table.rows), table)


def as_file(refused: RefusedRows) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([quote_formula(cell) for cell in line] for line in refused_lines(refused))
    return text.getvalue()


class TestRowsOfATable:
    def test_keep_their_columns_and_say_what_is_wrong(self) -> None:
        header, *rows = refused_lines(refused_of(FILE))
        assert header == ["Firma", "E-Mail", "Phone", "Booth", "fault"]
        assert [row[:4] for row in rows] == [
            ["Nord", "nope", "+49 30 1", "B1"],
            ["", "c@d.example", "", ""],
            ["Ost", "e@f.example", "", "B4"],
        ]
        assert rows[0][4].startswith("E-Mail: contact_email is not one e-mail address")
        assert [row[5:] for row in rows] == [[], [], ["lost"]]

    def test_are_refused_again_until_they_are_mended(self) -> None:
        again = refused_of(as_file(refused_of(FILE)))
        assert [row.cells for row in again.rows] == [row.cells for row in refused_of(FILE).rows]
        assert again.columns == refused_of(FILE).columns

    def test_are_taken_once_mended_as_if_they_had_been_right(self) -> None:
        mended = (
            as_file(refused_of(FILE)).replace("nope", "n@b.example").replace(",lost", "").replace("\r\n,", "\r\nW,")
        )
        good = check_rows(read_csv(mended.encode()).rows).good
        assert [row.input["company_name"] for row in good] == ["Nord", "W", "Ost"]
        assert good[0].input == {
            "company_name": "Nord",
            "contact_email": "n@b.example",
            "contact_phone": "+49 30 1",
            "additional_data": {"Booth": "B1"},
        }

    def test_of_a_sender_who_has_a_column_of_that_name_elsewhere_lose_nothing(self) -> None:
        text = "Firma,fault,E-Mail\nNord,leaks,nope\nSüd,'=x,a@b.example\n"
        assert refused_of(text).columns == ["Firma", "fault", "E-Mail"]
        assert check_rows(read_csv(text.encode()).rows).good[0].input["additional_data"] == {"fault": "'=x"}

    def test_hold_no_nul(self) -> None:
        assert refused_of("Firma,Notes\nNord,a\0b\n").rows[0].cells == ["Nord", "a\ufffdb"]

    def test_that_are_all_good_are_none(self) -> None:
        assert refused_of("Firma\nNord\n") is NOTHING_REFUSED


class TestLeadsOfJson:
    def test_have_a_column_for_each_field_and_come_back_as_csv(self) -> None:
        leads: list[object] = [
            {"company_name": "A", "contact_email": "nope", "additional_data": {"Booth": "B1", "notes": "own"}},
            {"company_name": "B"},
            {"notes": "-x", "company_size": 7, "firm": ["C"]},
            "text",
        ]
        rows = json_rows(leads)
        refused = keep_refused(rows, check_rows(rows), None)
        assert [row.row for row in refused.rows] == [1, 3, 4]
        header, *lines = refused_lines(refused)
        fields = ["company_name", "company_size", "contact_email", "notes"]
        assert header == [*fields, "Booth", "notes (additional_data)", "firm (unknown)", "fault"]
        found = [dict(zip(header, line, strict=True)) for line in lines]
        assert (found[0]["Booth"], found[1]["company_size"], found[1]["firm (unknown)"]) == ("B1", "7", '["C"]')
        again = read_csv(as_file(refused).encode())
        assert [row.fields.get("contact_email") for row in again.rows] == ["nope", None, None]
        assert again.rows[1].fields["notes"] == "-x"


class TestQuotes:
    @pytest.mark.parametrize(
        "text",
        [
            "=1",
            "+49 30",
            "-x",
            "@a",
            "'=1",
            "'",
            "''=1",
            "plain",
            "",
            "＝1",  # noqa: RUF001
            "x;=1",
            "- a\n- b",
            "=1;=2",
            "a\n+1|x",
            "b;'=1",
        ],
    )
    def test_come_off_again(self, text: str) -> None:
        assert unquote_formula(quote_formula(text)) == text or text == "'=1"

    @pytest.mark.parametrize(
        ("text", "safe"),
        [
            ("Foo;=HYPERLINK(1)", "Foo;'=HYPERLINK(1)"),
            ("a\tb\r\n@SUM(1)", "a\tb\r\n'@SUM(1)"),
            ("x;-1+cmd|' /C calc'!A0", "x;'-1+cmd|' /C calc'!A0"),
            ("=1;=2", "'=1;'=2"),
            ('x;"=1+1"', 'x;"\'=1+1"'),
            ("x|=1", "x|'=1"),
            ("b;'=1", "b;''=1"),
        ],
    )
    def test_stand_where_excel_splits_a_cell_at_its_own_separator(self, text: str, safe: str) -> None:
        assert quote_formula(text) == safe

    @pytest.mark.parametrize("text", ["Asked for:\n- a quote\n- two trucks", "a;-5;+49 30 1", "x; y = z"])
    def test_leave_lists_and_numbers_alone(self, text: str) -> None:
        assert quote_formula(text) == text
