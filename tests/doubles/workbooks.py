"""XLSX workbooks: as a spreadsheet writes them, and by hand as nobody should."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = ()) -> bytes:
    """A workbook with these sheets of rows; None is an empty cell."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row] if row else ():
                # text that begins with = is no formula
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        if name in hidden:
            sheet.sheet_state = "hidden"
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rows_xml(*rows: str, before: str = "") -> str:
    """The XML of a sheet of these rows."""
    return f"<worksheet {_MAIN}>{before}<sheetData>{''.join(rows)}</sheetData></worksheet>"


def strings_xml(*strings: str, counts: str = "") -> str:
    """The XML of a table of strings."""
    return f"<sst {_MAIN} {counts}>{''.join(f'<si><t>{text}</t></si>' for text in strings)}</sst>"


def raw_workbook(sheet: str, *, strings: str | None = None) -> bytes:
    """A workbook whose one sheet and table of strings are this text, whatever it is."""
    relation = f'<Relationship Id="r%d" Type="{_OFFICE}/%s" Target="%s"/>'
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">%s</Relationships>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": relations % (relation % (1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations
        % (relation % (1, "worksheet", "worksheets/sheet1.xml") + relation % (2, "sharedStrings", "sharedStrings.xml")),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": strings or strings_xml(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@functools.cache
def bombs() -> dict[str, bytes]:
    """Workbooks of some kilobytes, by what they ask of their reader."""
    text_row = '<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>'
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    many = "".join(text_row % (at, at) for at in range(1, 60_001))
    endless = "<row>" + "<c/>" * 2_000_000 + "</row>"
    return {
        "550 GB for two far corners": raw_workbook(rows_xml(corners)),
        "100 GB for a count of strings": raw_workbook(
            rows_xml(text_row % (1, 1)), strings=strings_xml("x", counts='count="1" uniqueCount="4294967295"')
        ),
        "more than there is for a count of strings": raw_workbook(
            rows_xml(text_row % (1, 1)), strings=strings_xml("x", counts='uniqueCount="18446744073709551615"')
        ),
        "2 GB for one string in every cell": raw_workbook(rows_xml(many), strings=strings_xml("x" * 32_000)),
        "a sheet of empty cells": raw_workbook(rows_xml(endless)),
        "text that unpacks to 400 MB": raw_workbook(rows_xml(), strings=strings_xml("x" * 400_000_000)),
        "entities that grow": raw_workbook(
            '<!DOCTYPE w [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            + rows_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>')
        ),
        "a cell that is not there": raw_workbook(rows_xml('<row r="1"><c r="A0"><v>1</v></c></row>')),
        "a string that is not there": raw_workbook(rows_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')),
        "an XML that ends early": raw_workbook(rows_xml()[:-20]),
    }
