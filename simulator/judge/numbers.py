"""Numbers and ranges: "120 employees" in a lead lies in the "51 to 500 employees" of an anchor."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.judge.words import is_significant, stem

_SCALE = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9}
_AMOUNT = r"(?<![\w.,])[$€£]?(\d{1,3}(?:[,.' ]\d{3})+|\d+(?:\.\d+)?)\s?(k|m|bn)?(?!\s?%|\w|[.,]\d)"
_NUMBER = re.compile(_AMOUNT, re.IGNORECASE)
_RANGE = re.compile(rf"{_AMOUNT}\s*(?:-|\u2013|to|and|bis)\s*{_AMOUNT}", re.IGNORECASE)
_BELOW = re.compile(r"(?:under|below|fewer than|less than|up to|at most|no more than|<)\s*$", re.IGNORECASE)
_ABOVE = re.compile(r"(?:over|above|more than|at least|from|>)\s*$", re.IGNORECASE)
_AFTER_ABOVE = re.compile(r"^\s*(?:\+|or more|and more|and up|upwards)", re.IGNORECASE)
_UNIT = re.compile(r"^[\s+~]*(?:(?:or|and) (?:more|up|fewer)\s+)?((?:[^\W\d_]+\s+){0,1}[^\W\d_]+)")

# One thing under several names, so that "120 staff" meets "51 to 500 employees".
_SAME_UNIT = {
    stem(word): "people"
    for word in ("people", "employees", "staff", "heads", "fte", "headcount", "persons", "colleagues", "mitarbeiter")
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A stretch of numbers [low, high], and the stems of the one or two words after it."""

    low: float
    high: float
    units: frozenset[str]

    @property
    def width(self) -> float:
        """How wide the stretch is; infinite where it has no end."""
        return self.high - self.low

    @property
    def middle(self) -> float:
        """The value that stands for the stretch: its mean, or its finite end."""
        if math.isinf(self.high):
            return self.low
        return (self.low + self.high) / 2


def amounts(text: str) -> Iterator[Amount]:
    """Every number or range of the text: "51-200", "1,200", "5k", "over 500", "under 10", "200+"; no percentages."""
    at = 0
    while match := _NUMBER.search(text, at):
        spread = _RANGE.match(text, match.start())
        at = (spread or match).end()
        units = _units(text[at : at + 40])
        if spread is not None:
            yield Amount(_value(spread[1], spread[2]), _value(spread[3], spread[4]), units)
            continue
        value = _value(match[1], match[2])
        before = text[max(0, match.start() - 14) : match.start()]
        if _BELOW.search(before):
            yield Amount(0.0, value, units)
        elif _ABOVE.search(before) or _AFTER_ABOVE.match(text[at:]):
            yield Amount(value, math.inf, units)
        else:
            yield Amount(value, value, units)


def unit_of(word: str) -> str:
    """The name of the unit that a lower-case word stands for: its stem, or one name for several words."""
    part = stem(word)
    return _SAME_UNIT.get(part, part)


def _value(digits: str, scale: str | None) -> float:
    grouped = re.fullmatch(r"\d{1,3}(?:[,.' ]\d{3})+", digits)
    return float(re.sub(r"[,.' ]", "", digits) if grouped else digits) * _SCALE[(scale or "").lower()]


def _units(after: str) -> frozenset[str]:
    match = _UNIT.match(after)
    if match is None:
        return frozenset()
    return frozenset(unit_of(word) for word in match[1].lower().split() if is_significant(word))
