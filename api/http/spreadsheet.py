"""CSV for spreadsheets: cells that no spreadsheet takes for a formula, lines as RFC 4180 writes them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from shared.leads.guarded_cells import FORMULA_SIGNS, guard_within

# makes Excel read UTF-8
BYTE_ORDER_MARK = "\ufeff".encode()
# what a spreadsheet begins a formula with, or drops before it looks
_STARTS_FORMULA = re.compile(rf"[{FORMULA_SIGNS}\t\r\n\x00]")
# a telephone number: with nothing but digits and these signs no function can be called and nothing be reached
_TELEPHONE = re.compile(r"\+[0-9][0-9 ()./-]*")


def safe_cell(text: str) -> str:
    """The text, with a single quote before it where a spreadsheet could run it as a formula (ASVS 1.2.10).

    So, too, within the text, after what would begin a cell where semicolons, bars or tabs are expected. A telephone
    number stays as it is, so that a CRM can take it from the file.
    """
    guarded = guard_within(text)
    return f"'{guarded}" if _STARTS_FORMULA.match(text) and not _TELEPHONE.fullmatch(text) else guarded


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as UTF-8 lines that end in CRLF, cells quoted where they must be; no cell is changed."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
