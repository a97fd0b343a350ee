"""Words and their stems: how a text is cut so that "evaluating" and "evaluation" are the same word."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")

# Longest first; what is left must keep three letters, so that "users" becomes "user" and not "us".
_SUFFIXES = (
    *("ments", "ment", "ions", "ings", "ies", "ied", "als", "ion", "ing"),
    *("ed", "es", "al", "ly", "s", "y", "e"),
)
_LEAST_LETTERS = 3
_LEAST_SIGNIFICANT = 2

NEGATIONS = frozenset(
    (
        *("no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot"),
        *("lack", "lacks", "lacking", "unlikely", "hardly"),
        *("kein", "keine", "keinen", "nicht", "ohne", "pas", "sans", "aucun", "nessun", "senza", "ningún", "brak"),
        *("inte", "ingen", "ikke", "geen"),
    )
)
# How many words after a negation still belong to it: "no approved budget", "not in the market".
NEGATION_REACH = 4

# Function words, and words that every lead and every profile of this trade has.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about above after again all already also am an and any anything are as ask asked asks at be because been
        before being below between both but by came can clearly come comes could did do does doing done down during
        each either else etc even ever every few first for from fully further get gets given gives giving go goes
        got had has have having he her here him his how i if in into is it its itself just know known large last
        least less level like likely little made many may me might more most much must my name named names near need new
        next now of off often on once one only or other others our out over own part per rather really said same say
        says see seem seems several she should since small so some something state stated states still such take
        tell than that the their them then there these they thing things this those through to too toward under
        until up upon us use used uses using very via want was we were what when where whether which while who whom
        whose why will with within would yes yet you your business client company customer firm lead mention
        mentioned mentions note notes organisation organization prospect sales seller sign signs text unclear
        unknown way work works
        """,
    )
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The lower-case word without its ending; a plain suffix rule, the same for every text."""
    lower = word.lower().replace("\u2019", "'").removesuffix("'s")
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
    return word in NEGATIONS or word.endswith(("n't", "n\u2019t"))


def is_significant(word: str) -> bool:
    """Whether the lower-case word says something: no stop word, no negation, no single letter, no number."""
    if len(word) < _LEAST_SIGNIFICANT or word[0].isdigit() or negates(word):
        return False
    return word not in STOP_WORDS and word.removesuffix("s") not in STOP_WORDS


@lru_cache(maxsize=4_096)
def significant_stems(text: str) -> tuple[str, ...]:
    """The stems of the text's significant words, each once, in order of appearance."""
    return tuple(dict.fromkeys(stem(word) for word in WORD.findall(text.lower()) if is_significant(word)))


@lru_cache(maxsize=4_096)
def stated_and_denied(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The significant stems that the text states, and those that stand in reach of a negation."""
    stated: set[str] = set()
    denied: set[str] = set()
    reach = 0
    for word in WORD.findall(text.lower()):
        if negates(word):
            reach = NEGATION_REACH
            continue
        if is_significant(word):
            (denied if reach > 0 else stated).add(stem(word))
        reach -= 1
    return frozenset(stated), frozenset(denied)
