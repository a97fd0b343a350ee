"""Reads leads from an XLSX workbook: rows by a process of their own with limits, then as of any table."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from shared.errors import Fault, TooLarge
from shared.leads import unpack_workbook
from shared.leads.errors import LeadFileError, WorkbooksBusy
from shared.leads.map_columns import clean_header
from shared.leads.read_table import LeadTable, read_table

# Excel's own limit of a sheet's name
MAX_SHEET_CHARS = 31

_WALL_SECONDS = 60.0
_ZIP = b"PK\x03\x04"
# old workbooks, and new ones behind a password
_OLE = b"\xd0\xcf\x11\xe0"
_MEND_SURPLUS = "name the column of each cell in the first row, or empty the cell."
_SAVE_AS_CSV = "save the sheet as CSV in UTF-8 and send that."

# each may take a gigabyte: more at once are refused rather than kept waiting
_places = threading.BoundedSemaphore(2)


def read_xlsx(
    body: bytes, *, mapping: Mapping[str, str], sheet: str | None, max_rows: int, max_chars: int
) -> LeadTable:
    """Read the sheet of this name, or the first visible one with cells; formulas count as the values last shown.

    Raises LeadFileError for what is wrong with the workbook as a whole, TooLarge over a limit, WorkbooksBusy where
    others are being read.
    """
    if body.startswith(_OLE):
        raise _refused("protected_workbook", "This is an old workbook or one with a password; save it anew as .xlsx.")
    if not body.startswith(_ZIP):
        raise _refused("not_a_workbook", f"This is no XLSX workbook; {_SAVE_AS_CSV}")
    # one row for the header, one that tells that there are too many
    arguments = [str(max_rows + 2), str(max_chars), *([] if sheet is None else [sheet])]
    lines = io.BytesIO(_run(body, arguments))
    head = orjson.loads(lines.readline())
    if "error" in head:
        raise _why(head)
    table = read_table(_records(lines), mapping=mapping, max_rows=max_rows, mend_surplus=_MEND_SURPLUS)
    return replace(table, sheet=head["sheet"])


def _run(body: bytes, arguments: Sequence[str]) -> bytes:
    """What the other process writes; raises LeadFileError where it fails, TooLarge where a limit ends it."""
    if not _places.acquire(blocking=False):
        raise WorkbooksBusy("Other workbooks are being read; try again, or send the sheet as CSV.")
    # isolated and without environment: no key of ours is near what a stranger sent
    command = [sys.executable, "-I", unpack_workbook.__file__, *arguments]
    try:
        # our own program; what a stranger sent is its input
        done = subprocess.run(command, input=body, capture_output=True, timeout=_WALL_SECONDS, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    finally:
        _places.release()
    if done.returncode < 0 or done.returncode == unpack_workbook.OUT_OF_MEMORY:
        raise _too_much()
    if done.returncode > 0:
        raise _unreadable()
    return done.stdout


def _records(lines: io.BytesIO) -> Iterator[tuple[int, list[str]]]:
    for line in lines:
        record = orjson.loads(line)
        if isinstance(record, dict):
            raise TooLarge(f"The sheet holds more text than a body may have; split it, or {_SAVE_AS_CSV}")
        yield record[0], record[1]


def _why(head: Mapping[str, Any]) -> LeadFileError:
    if head["error"] == "empty":
        return _refused("empty_file", "No sheet of the workbook holds anything; send column names and one row a lead.")
    if head["error"] == "unknown_sheet":
        names = ", ".join(f"'{clean_header(name)}'" for name in head["sheets"])
        return _refused("unknown_sheet", f"The workbook has no sheet of that name; it has {names}.")
    return _unreadable()


def _unreadable() -> LeadFileError:
    return _refused("unreadable_workbook", f"The workbook is damaged or of another kind; {_SAVE_AS_CSV}")


def _too_much() -> TooLarge:
    return TooLarge(f"The workbook takes more memory or time to unpack than is allowed; {_SAVE_AS_CSV}")


def _refused(code: str, detail: str) -> LeadFileError:
    return LeadFileError(f"The file cannot be read: {detail}", faults=[Fault(code, detail)])
