"""Cells that no spreadsheet takes for a formula, and back."""

from __future__ import annotations

import re

# what a spreadsheet begins a formula with, or drops before it looks; the full-width forms count as the plain ones
_STARTS_FORMULA = frozenset("=+-@\t\r\n\x00＝＋－＠")  # noqa: RUF001
# a telephone number: with nothing but digits and these signs no function can be called and nothing be reached
_TELEPHONE = re.compile(r"\+[0-9][0-9 ()./-]*")
# Where a spreadsheet's list separator is not the comma, it splits our cells at its own, and no quotes of ours hold
# them together (OWASP, CSV injection); double quotes behind one would only be dropped.
_BEGINS_CELL = r"[;|\t\r\n]\"*"
# a telephone number stays, and so do a list's dash and a signed number: without ( | ! or = nothing can be called
_HARMLESS = r"(?:\+[0-9][0-9 ()./-]*|[+-][^(|!=@;\t\r\n]*)(?:[;\t\r\n]|\Z)"
_FORMULA = rf"(?='*[=+\-@＝＋－＠])(?!{_HARMLESS})"  # noqa: RUF001
_TO_QUOTE = re.compile(rf"({_BEGINS_CELL}){_FORMULA}")
_TO_UNQUOTE = re.compile(rf"({_BEGINS_CELL})'{_FORMULA}")


def quote_formula(text: str) -> str:
    """The text, with a single quote wherever a spreadsheet could begin to run it as a formula (ASVS 1.2.10).

    That is before it, and behind a semicolon, bar, tab or line break in it. A telephone number stays as it is, so
    that a CRM can take it from the file.
    """
    if text[:1] in _STARTS_FORMULA and not _TELEPHONE.fullmatch(text):
        text = f"'{text}"
    return _TO_QUOTE.sub(r"\1'", text)


def unquote_formula(text: str) -> str:
    """The text without the single quotes that quote_formula put into it."""
    return unquote_within(text[1:] if text[:1] == "'" and text[1:2] in _STARTS_FORMULA else text)


def unquote_within(text: str) -> str:
    """The text without those behind a separator in it: nobody writes these, so they come from a file of ours."""
    return _TO_UNQUOTE.sub(r"\1", text) if "'" in text else text
