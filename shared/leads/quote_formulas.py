"""Cells that no spreadsheet takes for a formula, and back."""

from __future__ import annotations

import re

# what a spreadsheet begins a formula with, or drops before it looks; the full-width forms count as the plain ones
_STARTS_FORMULA = frozenset("=+-@\t\r\n\x00＝＋－＠")  # noqa: RUF001
# a telephone number: with nothing but digits and these signs no function can be called and nothing be reached
_TELEPHONE = re.compile(r"\+[0-9][0-9 ()./-]*")


def quote_formula(text: str) -> str:
    """The text, with a single quote before it where a spreadsheet could run it as a formula (ASVS 1.2.10).

    A telephone number stays as it is, so that a CRM can take it from the file.
    """
    return f"'{text}" if text[:1] in _STARTS_FORMULA and not _TELEPHONE.fullmatch(text) else text


def unquote_formula(text: str) -> str:
    """The text without the single quote that quote_formula put before it."""
    return text[1:] if text[:1] == "'" and text[1:2] in _STARTS_FORMULA else text
