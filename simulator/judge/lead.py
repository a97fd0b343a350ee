"""The lead, read back out of the user message, and the sentences it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import orjson

_DELIMITED = re.compile(r"\A<(?P<name>lead-[0-9a-f]{16})>\n(?P<json>.*)\n</(?P=name)>\s*\Z", re.DOTALL)
# A quote of one word proves nothing, unless it is all that the field says.
LEAST_WORDS = 2
# A dot inside "example.com" or "2.5" ends nothing, nor that of "1. Juli": only one before a space or a line end does.
_MONTHS = "Jan|Feb|M\u00e4r|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|ledna|\u00fanora|b\u0159ezna|dubna|\u010dervna"
_END = re.compile(rf"[.!?;](?=\s)(?!(?<=\d\.)\s(?:{_MONTHS}))|[。！？]|\n")  # noqa: RUF001


class Sentence(NamedTuple):
    """A stretch of a field, verbatim and without spaces around it: at least two words, or the whole field."""

    field: str
    text: str


def read_lead(user_message: str) -> Mapping[str, str]:
    """The lead's fields: the JSON between its delimiters, or the whole message as `message` where there are none."""
    delimited = _DELIMITED.match(user_message)
    if delimited is None:
        return {"message": user_message}
    try:
        content = orjson.loads(delimited["json"])
    except orjson.JSONDecodeError:
        return {"message": user_message}
    if not isinstance(content, dict):
        return {"message": user_message}
    return {name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in content.items()}


def sentences(lead: Mapping[str, str]) -> Iterator[Sentence]:
    """Every sentence of every field, in order; one of a single word is joined to what follows it, or else precedes."""
    for name, text in lead.items():
        for start, end in _spans(text):
            piece = text[start:end].strip()
            if piece:
                yield Sentence(name, piece)


def _spans(text: str) -> list[tuple[int, int]]:
    if _END.search(text) is None:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [match.end() for match in _END.finditer(text)]:
        if len(text[start:end].split()) >= LEAST_WORDS:
            spans.append((start, end))
            start = end
    if len(text[start:].split()) < LEAST_WORDS and spans:
        start = spans.pop()[0]
    spans.append((start, len(text)))
    return spans
