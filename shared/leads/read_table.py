"""Reads leads from the rows of a table, whatever file it was in: the first row names the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.errors import Fault, TooLarge
from shared.leads.errors import LeadFileError
from shared.leads.fields import MAX_ADDITIONAL_KEYS, NAME_PARTS
from shared.leads.map_columns import ADDITIONAL, IGNORE, ColumnMapping, map_columns
from shared.leads.quote_formulas import unquote_formula, unquote_within
from shared.leads.validate import RawRow

# the last column of a file of refused rows: it says what was wrong, and is passed over when the file comes back
FAULT_COLUMN = "fault"

# enough to recognise a column by
_SHOWN_CHARS = 200


@dataclass(frozen=True, slots=True)
class LeadTable:
    """The rows of a file, unchecked, and how the file was understood.

    `samples` holds the first value of each column that is not empty, cut to 200 characters, or None. Text has an
    encoding and a delimiter, a workbook has a sheet.
    """

    rows: list[RawRow]
    columns: list[ColumnMapping]
    samples: list[str | None]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


def _has_moved(cells: Sequence[str], width: int) -> bool:
    """Whether cells lie beyond the header's; empty ones are delimiters that the program at the other end left there."""
    return len(cells) > width and any(map(str.strip, cells[width:]))


def _row_maker(columns: Sequence[ColumnMapping], mend_surplus: str) -> Callable[[int, int, list[str]], RawRow]:
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
                detail = f"The row has {len(cells)} cells, the header has {width}; {mend_surplus}"
                return RawRow({}, line, index, headers, cells, (Fault("too_many_cells", detail, row=line),))
            cells = cells[:width] + [""] * (width - len(cells))
        fields: dict[str, object] = {field: cells[at] for at, field in direct if cells[at]}
        if names and not str(fields.get("contact_name", "")).strip():
            fields["contact_name"] = " ".join(filter(None, (cells[at].strip() for at in names)))
        additional = {key: cells[at] for at, key in extra if cells[at]}
        if additional:
            if len(additional) > MAX_ADDITIONAL_KEYS:
                raise _too_many_unknown(len(extra), line)
            fields["additional_data"] = additional
        return RawRow(fields, line, index, headers, cells)

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


def read_table(
    records: Iterable[tuple[int, list[str]]], *, mapping: Mapping[str, str], max_rows: int, mend_surplus: str
) -> LeadTable:
    """Rows from (line, cells) of each record that is not blank; `mend_surplus` ends the fault of too many cells.

    Raises LeadFileError for what is wrong with the table as a whole, TooLarge over `max_rows`; what is wrong with
    one row stays with the row.
    """
    remaining = iter(records)
    first = next(remaining, None)
    if first is None:
        raise _refused("empty_file", "The file is empty; send a header line and one line a lead.")
    if comes_back := _comes_back(first[1]):
        mapping = {FAULT_COLUMN: IGNORE, **mapping}
    unquote = unquote_formula if comes_back else unquote_within
    columns = map_columns(first[1], mapping, line=first[0])
    make = _row_maker(columns, mend_surplus)
    samples = _Samples(len(columns))
    rows = []
    for index, (line, cells) in enumerate(remaining):
        if index >= max_rows:
            raise TooLarge(f"The file has more than {max_rows:,} leads; split it into several jobs.")
        # the quotes were put there for a spreadsheet, and are no part of what the lead said
        cells = [unquote(cell) for cell in cells]  # noqa: PLW2901
        rows.append(make(line, index, cells))
        samples.note(cells)
    if not rows:
        raise _refused("no_rows", "The file has a header line only; add one line a lead below it.", row=first[0])
    return LeadTable(rows, columns, samples.found)


def _comes_back(header: Sequence[str]) -> bool:
    """Whether a header is that of a file of refused rows: its last column is named so, in just these letters."""
    names = [cell.strip() for cell in header if cell.strip()]
    return bool(names) and names[-1] == FAULT_COLUMN


def _refused(code: str, detail: str, *, row: int | None = None) -> LeadFileError:
    return LeadFileError(detail, faults=[Fault(code, detail, row=row)])
