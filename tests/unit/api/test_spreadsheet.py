"""CSV for spreadsheets: no cell runs, and what was written can be read back."""

# ruff: noqa: RUF001 (full-width look-alikes are what this file is about)

from __future__ import annotations

import csv
import io
import re

import pytest

from api.http.spreadsheet import BYTE_ORDER_MARK, csv_lines, safe_cell

FORMULA_STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠"]


class TestSafeCell:
    @pytest.mark.parametrize("start", FORMULA_STARTS)
    def test_puts_a_quote_before_what_could_be_a_formula(self, start: str) -> None:
        assert safe_cell(f'{start}HYPERLINK("http://x.example","y")')[:2] == f"'{start}"
        assert safe_cell(start) == f"'{start}"

    @pytest.mark.parametrize("text", ["+", "+cmd|'/C calc'!A0", "+1+SUM(1;2)", "+1 (555) 0199 ext 2", "-44 1632"])
    def test_takes_nothing_for_a_telephone_number_that_is_none(self, text: str) -> None:
        assert safe_cell(text) == f"'{text}"
        assert safe_cell(f"{text}\n=1") == f"'{text}\n'=1"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Northwind",
            "a=1",
            "1-2",
            "'=1",
            '"=1',
            "ada@northwind.example",
            "é",
            " ",
            "+44 1632 960201",
            "+1 (555) 010-0199",
        ],
    )
    def test_leaves_all_else_as_it_is(self, text: str) -> None:
        assert safe_cell(text) == text

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
    @pytest.mark.parametrize("before", [";", "\t", "|", "\n", "\r\n", '";"', ';""', ";;", "x;y\n"])
    def test_leaves_no_formula_to_a_spreadsheet_that_expects_another_delimiter(self, before: str, sign: str) -> None:
        evil = f"Asks for a quote{before}{sign}HYPERLINK(A1)"
        line = csv_lines([["plain", safe_cell(evil), "last"]]).decode()
        # such a spreadsheet sees no quotes around a cell that follows a comma
        for seen in re.split(r"[;|\t\r\n]", line):
            assert seen.lstrip('"')[:1] not in {*FORMULA_STARTS} - {""}
        assert safe_cell(evil) == f"Asks for a quote{before}'{sign}HYPERLINK(A1)"

    @pytest.mark.parametrize(
        "text", ["Tel\n+49 30 1\nTel", "office;+1 (555) 010-0199", "a, =b", "a\nb=1", "x; y-z", "x|y"]
    )
    def test_leaves_within_a_text_what_is_no_formula(self, text: str) -> None:
        assert safe_cell(text) == text

    @pytest.mark.parametrize("text", ["x;+1+SUM(1)", "x\n+49 30,=1"])
    def test_takes_nothing_within_a_text_for_a_telephone_number_that_is_none(self, text: str) -> None:
        assert "'+" in safe_cell(text)


class TestCsvLines:
    def test_can_be_read_back_cell_by_cell(self) -> None:
        rows = [
            ["plain", "with, comma", 'with "quote"'],
            ["two\nlines", "carriage\rreturn", ""],
            ["Zoë", "日本", " x "],
        ]
        text = csv_lines(rows).decode()
        assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == rows

    def test_ends_lines_in_crlf_and_doubles_quotes(self) -> None:
        assert csv_lines([["a", 'b"c'], ["d", "e,f"]]) == b'a,"b""c"\r\nd,"e,f"\r\n'

    def test_writes_nothing_for_no_rows(self) -> None:
        assert csv_lines([]) == b""

    def test_has_a_mark_that_a_spreadsheet_knows_utf_8_by(self) -> None:
        assert BYTE_ORDER_MARK == b"\xef\xbb\xbf"
