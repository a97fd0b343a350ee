"""Reads leads from a CSV file as people export them: any usual encoding, delimiter and column names."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from shared.errors import Fault
from shared.leads.decode_text import decode_text
from shared.leads.errors import LeadFileError
from shared.leads.fields import fallback_field_for_header, field_for_header, normalise_header
from shared.leads.read_table import LeadTable, read_table

DELIMITERS = (",", ";", "\t", "|")
MAX_ROWS = 1_000_000
# all that a lead may hold fits into a tenth of it; a line of a million cells takes eight times its own memory
MAX_LINE_CHARS = 1_000_000

_SAMPLE_CHARS = 65_536  # less than a cell may have, so reading it cannot fail
_SAMPLE_RECORDS = 25
_MEND_SURPLUS = "put quotes around cells that hold the delimiter or a line break."
# the module's own limit of 131,072 would refuse the whole file for one long cell, which is a fault of its row
csv.field_size_limit(MAX_LINE_CHARS)

# Excel's own way of naming the delimiter, on a line before the header
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?\r?\n')


def _refused(code: str, detail: str, *, row: int | None = None) -> LeadFileError:
    return LeadFileError(detail, faults=[Fault(code, detail, row=row)])


def _refuse_endless_line(text: str) -> None:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > MAX_LINE_CHARS:
            detail = (
                f"Line {number} has more than {MAX_LINE_CHARS:,} characters; this does not look like a list of leads."
            )
            raise _refused("line_too_long", detail, row=number)


def _fit(sample: str, delimiter: str, is_known: Callable[[str], bool]) -> tuple[int, float, int]:
    """How well a delimiter fits: known headers, share of records no wider than the header, width."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    records = list(islice(filter(None, reader), _SAMPLE_RECORDS))
    if not records:
        return (0, 0.0, 0)
    header, *others = records
    fitting = sum(len(record) <= len(header) for record in others)
    return (sum(map(is_known, header)), fitting / len(others) if others else 1.0, len(header))


def _choose_delimiter(text: str, mapping: Mapping[str, str]) -> str:
    """The delimiter under which the header is best known and the first records best match it."""
    sample = text[:_SAMPLE_CHARS]
    mapped = {normalise_header(header) for header in mapping}

    def is_known(cell: str) -> bool:
        return bool(field_for_header(cell) or fallback_field_for_header(cell)) or normalise_header(cell) in mapped

    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter, is_known))


def _why_unreadable(text: str, delimiter: str, line: int) -> LeadFileError:
    """What is wrong with the record that starts at this line, found by reading it once more."""
    read = 0
    ended = False

    def lines() -> Iterator[str]:
        nonlocal read, ended
        for record_line in islice(io.StringIO(text, newline=""), line - 1, None):
            read += len(record_line)
            yield record_line
        ended = True

    with contextlib.suppress(csv.Error):
        next(csv.reader(lines(), delimiter=delimiter, strict=True))
    too_long = not ended and read > csv.field_size_limit()
    # a quote that is never closed has no other half
    if ended or (too_long and _count_quotes(text, line) % 2):
        detail = (
            f"A quoted cell in the row that starts at line {line} is never closed; "
            'close it, and write a quote within a cell as "".'
        )
        return _refused("unclosed_quote", detail, row=line)
    if too_long:
        detail = (
            f"A cell in the row that starts at line {line} has more than {csv.field_size_limit():,} characters; "
            "shorten it, or close the quote that makes it so long."
        )
        return _refused("cell_too_long", detail, row=line)
    detail = (
        f"A cell in the row that starts at line {line} goes on after its closing quote; "
        'write a quote within a cell as "".'
    )
    return _refused("bad_quoting", detail, row=line)


def _count_quotes(text: str, line: int) -> int:
    """How many quotes there are from this line on."""
    return sum(rest.count('"') for rest in islice(io.StringIO(text, newline=""), line - 1, None))


def _records(text: str, delimiter: str, *, lines_before: int) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the physical line where it starts."""
    lines = io.StringIO(text, newline="")
    for _ in range(lines_before):
        lines.readline()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = lines_before + 1
    try:
        for cells in reader:
            if cells and (cells[0].strip() or any(map(str.strip, cells))):
                yield line, cells
            line = lines_before + reader.line_num + 1
    except csv.Error:
        raise _why_unreadable(text, delimiter, line) from None


def read_csv(
    body: bytes,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    max_rows: int = MAX_ROWS,
) -> LeadTable:
    """Read a file with a header line; `mapping` sends headers to a field, additional_data or ignore.

    Raises LeadFileError for what is wrong with the file as a whole, TooLarge over `max_rows`; what is wrong
    with one row stays with the row.
    """
    mapping = mapping or {}
    text, used = decode_text(body, encoding=encoding)
    _refuse_endless_line(text)
    named = _SEPARATOR_LINE.match(text)
    delimiter = named[1] if named else _choose_delimiter(text, mapping)
    records = _records(text, delimiter, lines_before=1 if named else 0)
    table = read_table(records, mapping=mapping, max_rows=max_rows, mend_surplus=_MEND_SURPLUS)
    return replace(table, encoding=used, delimiter=delimiter)
