"""Counts the rows of a CSV file on its own: outcomes are held against the file, not against the API's word."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of the file: the 1-based line on which it starts, and its first cell that says anything."""

    line: int
    label: str


def read_file_rows(body: bytes) -> list[FileRow]:
    """Every row below the header that says anything, in order; a row may span lines where a cell is quoted."""
    text = decode(body)
    lines = io.StringIO(text, newline="")
    skipped = 0
    # Excel's own way of naming the delimiter, on a line before the header
    if text.startswith("sep="):
        lines.readline()
        skipped = 1
    delimiter = text[4] if skipped else _delimiter(text)
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[FileRow] = []
    header_seen = False
    start = skipped + 1
    for cells in reader:
        said = [cell.strip() for cell in cells if cell.strip()]
        if said and header_seen:
            rows.append(FileRow(line=start, label=said[0]))
        header_seen = header_seen or bool(said)
        start = skipped + reader.line_num + 1
    return rows


def decode(body: bytes) -> str:
    """The text of the file: by its byte order mark, else UTF-8, else Windows-1252, as spreadsheets write."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    header = text.lstrip().split("\n", 1)[0]
    return max(",;\t|", key=header.count)
