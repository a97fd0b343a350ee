"""Reads leads from a CSV file as people export them: any usual encoding, delimiter and column names."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from shared.errors import Fault, TooLarge
from shared.leads.decode_text import decode_text
from shared.leads.errors import LeadFileError
from shared.leads.fields import (
    MAX_ADDITIONAL_KEYS,
    NAME_PARTS,
    fallback_field_for_header,
    field_for_header,
    normalise_header,
)
from shared.leads.guarded_cells import without_guards
from shared.leads.map_columns import ADDITIONAL, IGNORE, ColumnMapping, map_columns
from shared.leads.validate import RawRow

DELIMITERS = (",", ";", "\t", "|")
MAX_ROWS = 1_000_000
# all that a lead may hold fits into a tenth of it; a line of a million cells takes eight times its own memory
MAX_LINE_CHARS = 1_000_000

_SAMPLE_CHARS = 65_536  # less than the csv module's limit for a cell, so reading it cannot fail
_SAMPLE_RECORDS = 25
# enough to recognise a column by
_SHOWN_CHARS = 200
# Excel's own way of naming the delimiter, on a line before the header
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?\r?\n')


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The rows of a file, unchecked, and how the file was understood.

    `samples` holds the first value of each column that is not empty, cut to 200 characters, or None.
    """

    rows: list[RawRow]
    columns: list[ColumnMapping]
    encoding: str
    delimiter: str
    samples: list[str | None]


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
    if ended or read > csv.field_size_limit():
        detail = (
            f"A quoted cell in the row that starts at line {line} is never closed; "
            'close it, and write a quote within a cell as "".'
        )
        return _refused("unclosed_quote", detail, row=line)
    detail = (
        f"A cell in the row that starts at line {line} goes on after its closing quote; "
        'write a quote within a cell as "".'
    )
    return _refused("bad_quoting", detail, row=line)


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
                yield line, [without_guards(cell) for cell in cells]
            line = lines_before + reader.line_num + 1
    except csv.Error:
        raise _why_unreadable(text, delimiter, line) from None


def _has_moved(cells: Sequence[str], width: int) -> bool:
    """Whether cells lie beyond the header's; empty ones are delimiters that the program at the other end left there."""
    return len(cells) > width and any(map(str.strip, cells[width:]))


def _row_maker(columns: Sequence[ColumnMapping]) -> Callable[[int, int, list[str]], RawRow]:
    """A function that makes a row of its line, index and cells; built once, run for each record."""
    direct = [(at, its.field) for at, its in enumerate(columns) if its.field not in (ADDITIONAL, IGNORE, *NAME_PARTS)]
    names = [at for part in NAME_PARTS for at, its in enumerate(columns) if its.field == part]
    extra = [(at, its.key) for at, its in enumerate(columns) if its.key is not None]
    headers = {its.field: its.header for its in columns if its.field not in (ADDITIONAL, IGNORE)}
    if names and "contact_name" not in headers:
        headers["contact_name"] = " + ".join(columns[at].header for at in names)
    width = len(columns)

    def make(line: int, index: int, cells: list[str]) -> RawRow:
        if len(cells) != width:
            if _has_moved(cells, width):
                detail = (
                    f"The row has {len(cells)} cells, the header has {width}; "
                    "put quotes around cells that hold the delimiter or a line break."
                )
                return RawRow({}, line, index, headers, (Fault("too_many_cells", detail, row=line),))
            cells = cells[:width] + [""] * (width - len(cells))
        fields: dict[str, object] = {field: cells[at] for at, field in direct if cells[at]}
        if names and not str(fields.get("contact_name", "")).strip():
            fields["contact_name"] = " ".join(filter(None, (cells[at].strip() for at in names)))
        additional = {key: cells[at] for at, key in extra if cells[at]}
        if additional:
            if len(additional) > MAX_ADDITIONAL_KEYS:
                raise _too_many_unknown(len(extra), line)
            fields["additional_data"] = additional
        return RawRow(fields, line, index, headers)

    return make


def _too_many_unknown(columns: int, line: int) -> LeadFileError:
    detail = (
        f"The file has {columns} columns that are no field of a lead, and a row may fill {MAX_ADDITIONAL_KEYS} "
        "of them; leave some out, or map them to ignore."
    )
    return _refused("too_many_unknown_columns", detail, row=line)


class _Samples:
    """The first value of each column; costs nothing once all are found."""

    def __init__(self, width: int) -> None:
        self.found: list[str | None] = [None] * width
        self._missing = list(range(width))

    def note(self, cells: Sequence[str]) -> None:
        """Look at a row, unless its cells may stand under the wrong headers."""
        if not self._missing or _has_moved(cells, len(self.found)):
            return
        for at in self._missing:
            if at < len(cells) and (text := cells[at].strip()):
                self.found[at] = text[:_SHOWN_CHARS]
        self._missing = [at for at in self._missing if self.found[at] is None]


def read_csv(
    body: bytes,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    max_rows: int = MAX_ROWS,
) -> CsvRows:
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
    first = next(records, None)
    if first is None:
        raise _refused("empty_file", "The file is empty; send a header line and one line a lead.")
    columns = map_columns(first[1], mapping, line=first[0])
    make = _row_maker(columns)
    samples = _Samples(len(columns))
    rows = []
    for index, (line, cells) in enumerate(records):
        if index >= max_rows:
            raise TooLarge(f"The file has more than {max_rows:,} leads; split it into several jobs.")
        rows.append(make(line, index, cells))
        samples.note(cells)
    if not rows:
        raise _refused("no_rows", "The file has a header line only; add one line a lead below it.", row=first[0])
    return CsvRows(rows, columns, used, delimiter, samples.found)
