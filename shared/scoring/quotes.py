"""Checks that a quote of the model stands in the lead, word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from unicodedata import category

from shared.scoring.fold import FoldedLead, fold

LEAST_WORDS = 2
LEAST_SPACELESS = 4
# Thai to Khmer, Hangul (its particles are written onto the word), kana, Han: no spaces to tell words apart
_SPACELESS = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# what models put around a quote though it is not part of it
_AROUND = " \t\n\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f\u2026"
_AFTER = f"{_AROUND}.,;:!?\u3002\uff0c\u3001\uff01\uff1f\uff0e"
_BEFORE = f"{_AROUND}."
_INSIDE_NUMBER = ".,'"

Span = tuple[int, int]


class QuoteFault(StrEnum):
    """Why a quote is no evidence."""

    NO_QUOTE = "no_quote"
    NOT_FOUND = "quote_not_found"
    TOO_SHORT = "quote_too_short"
    IS_INSTRUCTION = "quote_is_instruction"


def trim_quote(quote: str) -> str:
    """The quote without the marks, dots and spaces that models put around it."""
    return quote.lstrip(_BEFORE).rstrip(_AFTER)


def check_quote(lead: FoldedLead, field: str, quote: str, *, instructions: Sequence[Span] = ()) -> QuoteFault | None:
    """None if the named field holds the quote as whole words, outside the given spans of its folded text."""
    folded = fold(quote)
    if not folded:
        return QuoteFault.NO_QUOTE
    text = lead.field(field)
    if text is None:
        return QuoteFault.NOT_FOUND
    fault = _find(text, folded, instructions)
    if fault is None and not _long_enough(folded) and folded != fold(trim_quote(lead.visible[field])):
        return QuoteFault.TOO_SHORT
    return fault


def _find(text: str, quote: str, instructions: Sequence[Span]) -> QuoteFault | None:
    fault = QuoteFault.NOT_FOUND
    start = text.find(quote)
    while start >= 0:
        end = start + len(quote)
        if _between_words(text, start) and _between_words(text, end):
            if not any(start < last and first < end for first, last in instructions):
                return None
            fault = QuoteFault.IS_INSTRUCTION
        start = text.find(quote, start + 1)
    return fault


def _between_words(text: str, at: int) -> bool:
    """Whether a quote may begin or end here: "art" is not in "party", nor "240 people" in "1,240 people"."""
    if at in (0, len(text)):
        return True
    before, after = text[at - 1], text[at]
    if before == " " or after == " ":
        return True
    if before in _INSIDE_NUMBER and after.isdigit():
        return at < 2 or not text[at - 2].isdigit()
    if after in _INSIDE_NUMBER and before.isdigit():
        return not text[at + 1 : at + 2].isdigit()
    if not (_in_word(before) and _in_word(after)):
        return True
    return bool(_SPACELESS.match(before) or _SPACELESS.match(after))


def _in_word(character: str) -> bool:
    # marks count too: Devanagari and Thai vowels are marks on the letter before them
    return category(character)[0] in "LNM"


def _long_enough(folded: str) -> bool:
    words = 0
    for word in folded.split(" "):
        words += word.isalnum() or any(map(_in_word, word))
        if words == LEAST_WORDS:
            return True
    return len(_SPACELESS.findall(folded)) >= LEAST_SPACELESS
