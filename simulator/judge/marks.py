"""Marks of the trade: words that mean something only together, such as "support" and "ends" (marks.json).

A mark is a line of words and word classes: all of them within reach of one another, "a > b" closely and in this order,
"-a" nowhere in the sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from simulator.judge.profile import Criterion
from simulator.judge.words import WORD, negates, significant_stems

# Words further apart than this speak of different things; those in a given order stand closer.
_REACH_WORDS = 12
_ORDERED_WORDS = 3
_THEN = ">"
_SPECIAL = _NEGATION, _NUMBER, _MONEY, _PERCENT = "no", "number", "money", "percent"
# A lead has "12 depots"; those 300 shops are its customers.
_MOST_COUNTED = 99
_SUM = re.compile(r"\d+[km]")


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What several marks say alike, and in a person's words (`says`); `like` finds the anchor that says it too.

    Of several meanings the weightiest decides; `fields` limits it to some of those of its kind.
    """

    name: str
    says: str
    like: str
    weight: float
    marks: tuple[str, ...]
    fields: tuple[str, ...] = ()


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of criterion, known by a word of its label, and the fields of a lead that speak to it."""

    labels: tuple[str, ...]
    fields: tuple[str, ...]
    meanings: tuple[Meaning, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    classes: dict[str, tuple[str, ...]]
    kinds: dict[str, Kind]


class Mark(NamedTuple):
    """One mark by the bits of its words: those it needs, those that must be absent; `ordered` are places in `needs`.

    `rarest` is the one of its words that few sentences have.
    """

    needs: tuple[int, ...]
    mask: int
    without: int
    ordered: tuple[tuple[int, int], ...]
    rarest: int
    meaning: Meaning


class _Book(NamedTuple):
    bits: dict[str, int]
    by_word: dict[str, int]
    beginnings: tuple[tuple[str, int], ...]
    kinds: tuple[Kind, ...]
    marks: dict[Meaning, tuple[Mark, ...]]


# Where words of these bits stand in a sentence, and for each denied word the negation that reaches it.
Places = Mapping[int, Sequence[int]]
Negations = Mapping[int, int]


def kind_of(criterion: Criterion) -> Kind | None:
    """The kind that a word of the label names; None: the criterion is of no kind that marks are known for."""
    words = WORD.findall(criterion.label.lower())
    return next((kind for kind in _book().kinds if not set(kind.labels).isdisjoint(words)), None)


def levels_of(kind: Kind, criterion: Criterion) -> dict[Meaning, int]:
    """The level of each meaning: the anchor that has most of its words, each the less the more anchors have it."""
    anchors = [frozenset(significant_stems(anchor)) for anchor in criterion.anchors]
    levels = {}
    for meaning in kind.meanings:
        shares = [(word, sum(word in anchor for anchor in anchors)) for word in significant_stems(meaning.like)]
        fit = [sum(1.0 / count for word, count in shares if word in anchor) for anchor in anchors]
        if max(fit) > 0:
            levels[meaning] = fit.index(max(fit))
    return levels


def marks_of(meaning: Meaning) -> tuple[Mark, ...]:
    """The marks of the meaning."""
    return _book().marks[meaning]


def bits_of(word: str) -> int:
    """The bits of all classes that the lower-case word is in."""
    book = _book()
    bits = book.by_word.get(word, 0)
    for beginning, bit in book.beginnings:
        if word.startswith(beginning):
            bits |= bit
    if negates(word):
        bits |= book.bits[_NEGATION]
    if word.isdecimal() and 1 < int(word) <= _MOST_COUNTED:
        bits |= book.bits[_NUMBER]
    if _SUM.fullmatch(word):
        bits |= book.bits[_MONEY]
    return bits


def bits_of_signs(text: str) -> int:
    """The bits of what no word says: signs of currency and per cent; they belong to the whole text."""
    bits = _book().bits
    money = bits[_MONEY] if "$" in text or "€" in text or "£" in text else 0
    return money | (bits[_PERCENT] if "%" in text else 0)


def span_of(mark: Mark, places: Places, negations: Negations, *, anywhere: int) -> tuple[int, int] | None:
    """The first and last word of the mark where the sentence bears it, undenied; `anywhere` bits need no place."""
    if len(mark.needs) == 1 and not negations:
        first = next(those[0] for bits, those in places.items() if bits & mark.mask)
        return first, first
    found = [[at for bits, those in places.items() if bits & bit for at in those] for bit in mark.needs]
    if negations:
        used = {at for those in found for at in those}
        found = [[at for at in those if at not in negations or negations[at] in used] for those in found]
    for one, other in mark.ordered:
        if not _follow(found[one], found[other]):
            return None
    if anywhere:
        found = [those for those, bit in zip(found, mark.needs, strict=True) if not bit & anywhere]
    for first in found[0] if found else ():
        span = _around(first, found[1:])
        if span is not None:
            return span
    return None


def _around(first: int, others: Iterable[Sequence[int]]) -> tuple[int, int] | None:
    start = end = first
    for places in others:
        nearest = _REACH_WORDS + 1
        for at in places:
            if at != first and abs(at - first) < abs(nearest):
                nearest = at - first
        if nearest > _REACH_WORDS:
            return None
        start, end = min(start, first + nearest), max(end, first + nearest)
    return start, end


def _follow(one: Sequence[int], other: Sequence[int]) -> bool:
    return any(0 < after - before <= _ORDERED_WORDS for before in one for after in other)


@lru_cache(maxsize=1)
def _book() -> _Book:
    said = msgspec.json.decode(files("simulator.judge").joinpath("marks.json").read_bytes(), type=_File)
    meanings = [meaning for kind in said.kinds.values() for meaning in kind.meanings]
    tokens = {token for meaning in meanings for mark in meaning.marks for token in _tokens(mark)}
    names = sorted({*said.classes, *tokens, *_SPECIAL})
    bits = {name: 1 << at for at, name in enumerate(names)}
    by_word: dict[str, int] = {}
    beginnings: dict[str, int] = {}
    for name in names:
        # what is no class is a word, and stands for itself
        for word in said.classes.get(name, (name,)):
            table, key = (beginnings, word[:-1]) if word.endswith("*") else (by_word, word)
            table[key] = table.get(key, 0) | bits[name]
    sizes = {name: len(said.classes.get(name, (name,))) for name in names} | dict.fromkeys(_SPECIAL, math.inf)
    marks = {meaning: tuple(_read(mark, meaning, bits, sizes) for mark in meaning.marks) for meaning in meanings}
    return _Book(bits, by_word, tuple(beginnings.items()), tuple(said.kinds.values()), marks)


def _tokens(mark: str) -> Iterator[str]:
    yield from (token.removeprefix("-") for token in mark.split() if token != _THEN)


def _read(mark: str, meaning: Meaning, bits: Mapping[str, int], sizes: Mapping[str, float]) -> Mark:
    parts = mark.split()
    needed = [token for token in parts if token != _THEN and not token.startswith("-")]
    arrows = [at for at, token in enumerate(parts) if token == _THEN]
    ordered = tuple((needed.index(parts[at - 1]), needed.index(parts[at + 1])) for at in arrows)
    without = sum(bits[token[1:]] for token in parts if token.startswith("-"))
    needs = tuple(bits[token] for token in needed)
    return Mark(needs, sum(set(needs)), without, ordered, bits[min(needed, key=sizes.__getitem__)], meaning)
