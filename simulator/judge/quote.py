"""Quotes: real words of the lead, or, where a test asks for it, words that are not in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from simulator.judge.lead import LEAST_WORDS
from simulator.judge.words import WORD

_LONGEST_CHARACTERS = 160
_CONTEXT_CHARACTERS = 40
# A sentence of this length is quoted whole; of a longer one the clauses that say it, and no less than some words.
_LONGEST_WHOLE = 110
_LEAST_CLAUSE_WORDS = 5
_LONGEST_SHORT = 90
_CLAUSE = re.compile(r"[,;:](?=\s)| [-\u2013\u2014](?= )|(?=\()")
_AT_END = " .,;:!?"
_AROUND = " ,;:-\u2013\u2014"

INVENTIONS = (
    "the board signed off the funding for this project in spring",
    "they told us that their present supplier will be replaced",
    "a steering committee of nine people meets every other week",
    "their procurement office has already asked for our framework terms",
    "the pilot in the second warehouse went better than expected",
    "headcount doubled after the latest acquisition overseas",
    "an external adviser wrote the shortlist and we are on it",
    "the managing partner wants to see figures before the holidays",
)


def cut_quote(text: str, span: tuple[int, int]) -> str:
    """The text, or where it is long a verbatim stretch of it: the clauses with the words of the span (first, last)."""
    if len(text) <= _LONGEST_WHOLE:
        # a list's dash is no word of the lead's, but one word alone proves nothing
        bare = text.strip(_AROUND)
        return bare if len(bare.split()) >= LEAST_WORDS else text
    words = list(WORD.finditer(text))
    if len(words) < LEAST_WORDS:
        return text
    first, last = (min(at, len(words) - 1) for at in span)
    bounds = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    start = max(at for at in bounds if at <= words[first].start())
    end = min(at for at in bounds if at >= words[last].end())
    while len(WORD.findall(text, start, end)) < _LEAST_CLAUSE_WORDS and end < len(text):
        end = min(at for at in bounds if at > end)
    while len(WORD.findall(text, start, end)) < _LEAST_CLAUSE_WORDS and start > 0:
        start = max(at for at in bounds if at < start)
    if end - start > _LONGEST_CHARACTERS:
        start, end = _trimmed(words, first, start, end)
    return text[start:end].strip(_AROUND)


def shorten(quote: str) -> str:
    """The first words of the quote, without the marks at its end, for a sentence of a reason."""
    quote = quote.rstrip(_AT_END)
    if len(quote) <= _LONGEST_SHORT:
        return quote
    return f"{quote[:_LONGEST_SHORT].rpartition(' ')[0].rstrip(_AROUND)} …"


def _trimmed(words: Sequence[re.Match[str]], first: int, start: int, end: int) -> tuple[int, int]:
    """Whole words of the clause, from a little before the span's first word on."""
    start = max(start, words[first].start() - _CONTEXT_CHARACTERS)
    inside = [word for word in words if word.start() >= start and word.end() <= min(end, start + _LONGEST_CHARACTERS)]
    return (inside[0].start(), inside[-1].end()) if len(inside) >= LEAST_WORDS else (start, end)


def invent_quote(lead: Mapping[str, str], choice: int) -> str:
    """Plausible words that no field of the lead holds, the same for the same choice (any integer)."""
    said = normalise(" ".join(lead.values()))
    count = len(INVENTIONS)
    candidates = (INVENTIONS[(choice + step) % count] for step in range(count))
    missing = (words for words in candidates if normalise(words) not in said)
    return next(missing, f"{INVENTIONS[choice % count]} as of week {choice % 53} and {len(said)} others")


def normalise(text: str) -> str:
    """NFKC, case-folded, runs of white space as one space: how a quote is compared with its field."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
