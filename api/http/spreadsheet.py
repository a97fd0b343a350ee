"""CSV for spreadsheets: cells that no spreadsheet takes for a formula, lines as RFC 4180 writes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from shared.leads.quote_formulas import quote_formula

# makes Excel read UTF-8
BYTE_ORDER_MARK = "\ufeff".encode()
safe_cell = quote_formula


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as UTF-8 lines that end in CRLF, cells quoted where they must be; no cell is changed."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
