"""Rows of a file, counted without the product's own reader."""

from __future__ import annotations

import pytest

from cli.demo.rows import FileRow, read_file_rows


class TestReadFileRows:
    def test_names_the_line_where_a_row_starts(self) -> None:
        body = b'company,notes\nAcme,"first\nsecond\nthird"\nBolt,short\n'
        assert read_file_rows(body) == [FileRow(2, "Acme"), FileRow(5, "Bolt")]

    def test_leaves_out_lines_that_say_nothing(self) -> None:
        assert read_file_rows(b"company,notes\n\nAcme,x\n , \nBolt,y\n\n") == [FileRow(3, "Acme"), FileRow(5, "Bolt")]

    def test_labels_a_row_by_its_first_cell_that_says_anything(self) -> None:
        assert read_file_rows(b"company,mail\n,ada@example.com\n") == [FileRow(2, "ada@example.com")]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_reads_what_spreadsheets_write(self, encoding: str) -> None:
        body = "Firma;Notiz\r\nMüller;über 3 Mio.\r\n".encode(encoding)
        assert read_file_rows(body) == [FileRow(2, "Müller")]

    def test_passes_over_the_line_by_which_excel_names_the_delimiter(self) -> None:
        assert read_file_rows(b"sep=;\r\nFirma;Notiz\r\nAcme;x,y,z\r\n") == [FileRow(3, "Acme")]
