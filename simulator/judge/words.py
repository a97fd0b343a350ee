"""Words and their stems: how a text is cut so that "evaluating" and "evaluation" are the same word."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# Longest first; what is left must keep three letters, so that "users" becomes "user" and not "us".
_SUFFIXES = (
    "ments", "ment", "ions", "ings", "ers", "ors", "ies", "ied", "als", "ion", "ing", "ed", "er", "or", "es", "al", "ly", "s", "y", "e",
)  # fmt: skip
_LEAST_LETTERS = 3

NEGATIONS = frozenset(
    "no not never none nobody nothing neither nor without cannot lack lacks lacking missing unlikely hardly isn't".split()
)
# How many words after a negation still belong to it: "no approved budget", "not in the market".
NEGATION_REACH = 4

# Function words, and words that every lead and every profile of this trade has.
STOP_WORDS = frozenset(
    """
    a about above after again all already also am an and any anything are as asked asks at be because been before being below
    between both but by came can clearly come comes could did do does doing done down during each either else etc even ever
    every few first for from fully further get gets given gives giving go goes got had has have having he her here him his how
    i if in into is it its itself just know known large last least less level like likely little made make makes many may me
    might more most much must my named names near need new next now of off often on once one only or other others our out
    over own part per rather really said same say says see seem seems several she should since small so some something
    soon state stated states still such take tell than that the their them then there these they thing things this those
    through to too toward under until up upon us use used uses using very via want was we were what when where whether which
    while who whom whose why will with within would yes yet you your
    business client company contact customer firm lead mention mentioned mentions named note notes offer organisation
    organization prospect sales seller sign signs text unclear unknown way work
    """.split()
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The lower-case word without its ending; a plain suffix rule, the same for every text."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    if lower.endswith("ss"):
        return lower
    for suffix in _SUFFIXES:
        if lower.endswith(suffix) and len(lower) - len(suffix) >= _LEAST_LETTERS:
            return _tidy(lower[: -len(suffix)])
    return lower


def _tidy(cut: str) -> str:
    # "planned" leaves "plann", "management" leaves "manage": both must meet "plan" and "manag"
    if cut[-1] == cut[-2] and cut[-1] not in "lsz":
        return cut[:-1]
    if cut.endswith("e") and len(cut) > _LEAST_LETTERS:
        return cut[:-1]
    return cut


def negates(word: str) -> bool:
    """Whether the lower-case word turns what follows into its opposite."""
    return word in NEGATIONS or word.endswith(("n't", "n’t"))


def is_significant(word: str) -> bool:
    """Whether the lower-case word says something: no stop word, no negation, no single letter, no number."""
    return len(word) > 1 and word not in STOP_WORDS and not negates(word) and not word[0].isdigit()


@lru_cache(maxsize=4_096)
def significant_stems(text: str) -> tuple[str, ...]:
    """The stems of the text's significant words, each once, in order of appearance."""
    return tuple(dict.fromkeys(stem(word) for word in WORD.findall(text.lower()) if is_significant(word)))
