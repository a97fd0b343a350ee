"""The rows of an XLSX workbook, as a program of its own: `python unpack_workbook.py MAX_ROWS MAX_CHARS [SHEET]`.

A workbook of 2 kB can ask its reader for 500 GB or bring it down; here that ends this process, and its limits are the
system's. Standard input: the workbook. Standard output, JSON lines: a head, then `[row, [cell, …]]` for each row that
is not blank. Imports nothing of the house, so that it starts fast and needs no environment.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import resource
import sys
from collections.abc import Iterator
from typing import Any

import orjson
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

# 100,000 leads of 11 columns take a quarter of it
MEMORY_BYTES = 1024**3
CPU_SECONDS = 60
# how the process ends where Python itself, not the reader, finds the memory too small
OUT_OF_MEMORY = 3
# from here on a spreadsheet writes 1.0E+15
_LONGEST_WHOLE_NUMBER = 1e15
_NAMED_SHEETS = 20


def limit_process() -> None:
    """Let the system end this process before it takes too much; where it keeps no limit of memory, time remains."""
    for kind, limit in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
    # a core would hold everybody's leads
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def unpack_workbook(body: bytes, *, max_rows: int, max_chars: int, sheet: str | None) -> Iterator[Any]:
    """The head, `{"sheet": name}` or `{"error": code, …}`, then (row, cells) of up to `max_rows` rows.

    A row after which there are more than `max_chars` characters is followed by `{"error": "too_much_text"}`.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(body))
        found = _choose(workbook, sheet)
    except CalamineError:
        yield {"error": "unreadable"}
        return
    if found is None:
        names = workbook.sheet_names[:_NAMED_SHEETS]
        yield {"error": "empty"} if sheet is None else {"error": "unknown_sheet", "sheets": names}
        return
    yield {"sheet": found.name}
    yield from _rows(found, max_rows, max_chars)


def _choose(workbook: CalamineWorkbook, wanted: str | None) -> CalamineSheet | None:
    """The sheet of this name, or the first one that can be seen and holds anything; None if there is none."""
    for its in workbook.sheets_metadata:
        if its.typ != SheetTypeEnum.WorkSheet or (wanted is not None and its.name != wanted):
            continue
        if wanted is None and its.visible != SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(its.name)
        if wanted is not None or sheet.height:
            return sheet
    return None


def _rows(sheet: CalamineSheet, max_rows: int, max_chars: int) -> Iterator[Any]:
    chars = rows = 0
    for line, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_shown(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        chars += sum(map(len, cells))
        if chars > max_chars:
            yield {"error": "too_much_text"}
            return
        yield line, cells
        rows += 1
        if rows >= max_rows:
            return


def _shown(value: object) -> str:
    """A value as a person reads it in its cell: 250, not 250.0; dates as ISO 8601 writes them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _LONGEST_WHOLE_NUMBER
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime.datetime | datetime.time):
        spec = "seconds" if value.second else "minutes"
        return (
            value.isoformat(sep=" ", timespec=spec) if isinstance(value, datetime.datetime) else value.isoformat(spec)
        )
    return str(value)


def main() -> None:
    """Read standard input, write standard output."""
    limit_process()
    max_rows, max_chars, *sheet = sys.argv[1:]
    found = unpack_workbook(
        sys.stdin.buffer.read(), max_rows=int(max_rows), max_chars=int(max_chars), sheet=sheet[0] if sheet else None
    )
    try:
        for line in found:
            sys.stdout.buffer.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
