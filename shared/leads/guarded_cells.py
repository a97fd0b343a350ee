"""Single quotes that keep a spreadsheet with another delimiter from running what stands within a cell.

Our files have commas. A spreadsheet that expects semicolons does not see the quotes around a cell, so a delimiter or a
line break within one begins a cell of its own, and what stands there could be a formula (OWASP, CSV injection).
"""

from __future__ import annotations

import re

# what a spreadsheet begins a formula with; the full-width forms count as the plain ones
FORMULA_SIGNS = "=+\\-@＝＋－＠"  # noqa: RUF001
# delimiters that spreadsheets know beside ours, and line breaks; quotes after one would only be dropped
_BEGINS_CELL = r"[;|\t\r\n]\"*"
# a telephone number up to the next such cell, or to the end: no operator follows, so no formula comes of it
_TELEPHONE = r"\+[0-9](?:[0-9 ()./-]*[0-9])?(?:[;|\t\r\n]|\Z)"
_OPEN = re.compile(rf"({_BEGINS_CELL})(?='*[{FORMULA_SIGNS}])(?!{_TELEPHONE})")
_GUARDED = re.compile(rf"({_BEGINS_CELL})'(?='*[{FORMULA_SIGNS}])")


def guard_within(text: str) -> str:
    """The text, with one more single quote before what could be a formula after a delimiter or line break in it."""
    return _OPEN.sub(r"\1'", text)


def without_guards(text: str) -> str:
    """What guard_within was given, so that a lead from our file is the same lead when it comes in again."""
    return _GUARDED.sub(r"\1", text) if "'" in text else text
