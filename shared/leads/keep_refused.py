"""Keeps rows that were refused as they came, with what is wrong, so that they can be mended and sent again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from shared.errors import Fault
from shared.leads.fields import LEAD_FIELDS, fallback_field_for_header, field_for_header
from shared.leads.read_table import FAULT_COLUMN, LeadTable
from shared.leads.validate import CheckedRows, RawRow

# PostgreSQL keeps no NUL; what is shown in its place can be found and taken out
_NUL = str.maketrans({"\x00": "\ufffd"})
_FIRST = ("custom_id", *LEAD_FIELDS[:-1])
_OWN = LEAD_FIELDS[-1]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row as it came: its line or, for JSON, its position from 1; cells under the columns, perhaps some more."""

    row: int
    cells: Sequence[str]
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """The columns that the rows had, and the rows in input order."""

    columns: Sequence[str]
    rows: Sequence[RefusedRow]


NOTHING_REFUSED = RefusedRows((), ())


def keep_refused(rows: Sequence[RawRow], checked: CheckedRows, table: LeadTable | None) -> RefusedRows:
    """The rows of these with a fault; those of a table keep its columns, JSON gives each field a column."""
    bad = [row for row in rows if row.index in checked.faults]
    if not bad:
        return NOTHING_REFUSED
    if table is not None:
        columns = [column.header for column in table.columns]
        # what was wrong the last time says nothing any more
        kept = len(columns) - (columns[-1] == FAULT_COLUMN)
        cells = [_of_table(row.cells, kept, len(columns)) for row in bad]
        columns = columns[:kept]
    else:
        leads = [_flat(row.fields) for row in bad]
        columns = _columns_of(leads)
        cells = [[lead.get(column, "") for column in columns] for lead in leads]
    return RefusedRows(
        [column.translate(_NUL) for column in columns],
        [
            RefusedRow(row.index + 1 if row.row is None else row.row, its, checked.faults[row.index])
            for row, its in zip(bad, cells, strict=True)
        ],
    )


def refused_lines(refused: RefusedRows) -> list[list[str]]:
    """The lines of a file: column names and rows, with what is wrong in a last column `fault`.

    A row with more cells than columns has them behind it, so that it is refused again until it is mended.
    """
    width = len(refused.columns)
    lines = [[*refused.columns, FAULT_COLUMN]]
    for row in refused.rows:
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        lines.append([*cells, "; ".join(map(_told, row.faults)), *row.cells[width:]])
    return lines


def _told(fault: Fault) -> str:
    return f"{fault.column}: {fault.detail}" if fault.column else fault.detail


def _of_table(cells: Sequence[str], kept: int, width: int) -> list[str]:
    """The first `kept` cells, and those beyond the header's width."""
    missing = [""] * (kept - len(cells))
    return [cell.translate(_NUL) for cell in (*cells[:kept], *missing, *cells[width:])]


def _flat(fields: Mapping[str, object]) -> dict[str, str]:
    """A lead as cells by column; what is its own stands beside its fields."""
    own = fields.get(_OWN)
    flat = {_column(name, "unknown"): _cell(value) for name, value in fields.items() if name != _OWN}
    if isinstance(own, dict):
        return flat | {_column(key, _OWN): _cell(value) for key, value in own.items()}
    return flat if own is None else flat | {_OWN: _cell(own)}


def _column(name: str, kind: str) -> str:
    """A name for the column that the file's reader takes for no other field."""
    if kind == "unknown" and name in _FIRST:
        return name
    return f"{name} ({kind})" if field_for_header(name) or fallback_field_for_header(name) else name


def _cell(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else orjson.dumps(value).decode()
    return text.translate(_NUL)


def _columns_of(leads: Sequence[Mapping[str, str]]) -> list[str]:
    """Fields of a lead in their own order, then what else there is as it appears; the company always."""
    found = dict.fromkeys(name for lead in leads for name in lead)
    first = [name for name in _FIRST if name in found or name == "company_name"]
    return [*first, *(name for name in found if name not in _FIRST)]
