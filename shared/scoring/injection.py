"""Finds signs that a lead's text instructs the model; no defence is complete, so each becomes a flag for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any
from unicodedata import normalize

import msgspec

from shared.scoring.fold import FoldedLead, fold
from shared.scoring.visible import ADDITIONAL

LONGEST_EXCERPT = 200
MODEL_REPORTED = "model_reported_instructions"
_SENTENCE_END = re.compile("[.!?\u3002\uff01\uff1f\u061f\u0964\n]+")


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that a person should see; `field` and `excerpt` (the lead's words) are empty if no field is meant."""

    code: str
    field: str = ""
    excerpt: str = ""

    def to_json(self) -> dict[str, Any]:
        """For JSONB."""
        return {"code": self.code, "field": self.field, "excerpt": self.excerpt}


@dataclass(frozen=True, slots=True)
class Sign:
    """One place that reads like an instruction: a span of the folded text of a field, or of the field's name."""

    code: str
    field: str
    span: tuple[int, int]
    in_name: bool = False


class _Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    language: str
    stems: tuple[str, ...]
    pattern: str


_Patterns = list[tuple[str, re.Pattern[str]]]


def _load() -> dict[str, list[int]]:
    """The patterns by the stems that they need, all in the same normal form as the folded text that they search."""
    text = resources.files("shared.scoring").joinpath("injection_signs.json").read_bytes()
    by_stem: dict[str, list[int]] = {}
    for sign in msgspec.json.decode(text, type=list[_Pattern]):
        for stem in sign.stems:
            by_stem.setdefault(normalize("NFKC", stem), []).append(len(_PATTERNS))
        _PATTERNS.append((sign.code, re.compile(normalize("NFKC", sign.pattern))))
    return by_stem


_PATTERNS: _Patterns = []
_BY_STEM = _load()
_ASCII_STEMS = tuple(stem for stem in _BY_STEM if stem.isascii())
_STEMS = tuple(_BY_STEM)


def find_signs(lead: FoldedLead) -> list[Sign]:
    """All signs in the lead's fields and in the names of its additional columns."""
    texts = list(_texts(lead))
    whole = "\n".join([text for _, text, _ in texts])
    # looking for a stem costs a hundredth of what its patterns cost, and most leads hold none
    stems = [stem for stem in (_ASCII_STEMS if whole.isascii() else _STEMS) if stem in whole]
    signs: list[Sign] = []
    for number in sorted({number for stem in stems for number in _BY_STEM[stem]}):
        code, pattern = _PATTERNS[number]
        for field, text, in_name in texts:
            signs += [Sign(code, field, match.span(), in_name) for match in pattern.finditer(text)]
    return signs


def flags_of(lead: FoldedLead, signs: list[Sign], *, reported: bool) -> tuple[Flag, ...]:
    """One flag a code and field, with the sentence of its first sign; one more if the model reported instructions."""
    flags: dict[tuple[str, str], Flag] = {}
    for sign in signs:
        if (sign.code, sign.field) not in flags:
            flags[sign.code, sign.field] = Flag(sign.code, sign.field, _excerpt(lead, sign))
    if reported:
        flags[MODEL_REPORTED, ""] = Flag(MODEL_REPORTED)
    return tuple(flags.values())


def _texts(lead: FoldedLead) -> Iterator[tuple[str, str, bool]]:
    for field, text in lead.fields():
        yield field, text, False
        if field.startswith(ADDITIONAL):
            yield field, fold(field.removeprefix(f"{ADDITIONAL}.")), True


def _excerpt(lead: FoldedLead, sign: Sign) -> str:
    """The sentence with the sign in the lead's own spelling, where folding lets us find it again, else as folded."""
    original = sign.field.removeprefix(f"{ADDITIONAL}.") if sign.in_name else lead.visible[sign.field]
    words = fold(original)[slice(*sign.span)].split()
    found = re.search(r"\s+".join(map(re.escape, words)), original, re.IGNORECASE)
    if found is None:
        return " ".join(words)[:LONGEST_EXCERPT]
    start = max((end.end() for end in _SENTENCE_END.finditer(original, 0, found.start())), default=0)
    after = _SENTENCE_END.search(original, found.end())
    sentence = original[start : after.end() if after else len(original)]
    if len(sentence) > LONGEST_EXCERPT:
        sentence = original[found.start() :]
    return " ".join(sentence[:LONGEST_EXCERPT].split())
