"""What words of a lead stand for in the words of a profile: synonyms of the trade, in several languages."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import orjson

from simulator.judge.words import stem

# "40k", "12m": sums of money, as notes write them
_THOUSANDS = re.compile(r"\d+[km]")


def meanings(word: str) -> tuple[str, ...]:
    """The stems that the lower-case word of a lead stands for: its own and its synonyms'; "40k" is an amount."""
    exact, beginnings = _synonyms()
    others = exact.get(word, ())
    for beginning, stands_for in beginnings:
        if word.startswith(beginning):
            others += stands_for
    if _THOUSANDS.fullmatch(word):
        others += (stem("amount"),)
    return tuple(dict.fromkeys((stem(word), *others)))


@lru_cache(maxsize=1)
def _synonyms() -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, tuple[str, ...]], ...]]:
    """The stems by whole word, and by beginning ("gérant*"), of the file that maps a profile's words to a lead's."""
    groups: dict[str, list[str]] = orjson.loads(files("simulator.judge").joinpath("synonyms.json").read_bytes())
    exact: dict[str, tuple[str, ...]] = {}
    beginnings: dict[str, tuple[str, ...]] = {}
    for profile_words, lead_words in groups.items():
        stems = tuple(map(stem, profile_words.split()))
        for word in lead_words:
            table, key = (beginnings, word[:-1]) if word.endswith("*") else (exact, word)
            table[key] = table.get(key, ()) + stems
    return exact, tuple(beginnings.items())
