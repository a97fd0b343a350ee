"""Quotes: real words of the lead, or, where a test asks for it, words that are not in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from simulator.judge.lead import LEAST_WORDS
from simulator.judge.words import WORD

_LONGEST_CHARACTERS = 160
_CONTEXT_CHARACTERS = 40

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


def cut_quote(text: str, names: Iterable[str]) -> str:
    """The text, or where it is long a verbatim stretch of whole words around the first of the named words."""
    if len(text) <= _LONGEST_CHARACTERS:
        return text
    lower = text.lower()
    places = [at for at in (lower.find(name.lower()) for name in names) if at >= 0]
    start = max(0, min(places, default=0) - _CONTEXT_CHARACTERS)
    words = [match for match in WORD.finditer(text) if match.start() >= start]
    inside = [word for word in words if word.end() <= start + _LONGEST_CHARACTERS]
    if len(inside) < LEAST_WORDS:
        return text
    return text[inside[0].start() : inside[-1].end()]


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
