"""Disqualifiers: the patterns that a label and a question make, and whether a sentence of the lead meets one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from simulator.judge.profile import Disqualifier
from simulator.judge.words import WORD, is_significant, significant_stems, stated_and_denied

# "Does the lead itself sell or build …": a verb, and then things; "Is this a …": things only.
_ASKS_FOR_A_DEED = re.compile(r"^(?:do|does|did|has|have|will|would|can)\b", re.IGNORECASE)
_ALTERNATIVE = re.compile(r",|/|;|\bor\b", re.IGNORECASE)
_OBJECTS = 2
# Words further apart than this speak of different things.
_REACH_WORDS = 7


@dataclass(frozen=True, slots=True)
class Pattern:
    """Stems that must all be stated, those that must all be denied, and how many of `among` must follow (`objects`)."""

    stated: frozenset[str]
    denied: frozenset[str] = frozenset()
    among: frozenset[str] = frozenset()
    objects: int = 0

    def is_met(self, stated: AbstractSet[str], denied: AbstractSet[str], places: Mapping[str, int]) -> bool:
        """Whether a sentence says it that states and denies these stems, found at these places (in words)."""
        if not (self.stated <= stated and self.denied <= denied):
            return False
        required = [places[part] for part in (*self.stated, *self.denied)]
        first = min(required)
        things = sum(first < places[part] <= first + _REACH_WORDS for part in self.among & stated)
        return max(required) - first <= _REACH_WORDS and things >= self.objects


def patterns_of(disqualifier: Disqualifier) -> tuple[Pattern, ...]:
    """The patterns of one disqualifier; each alone is enough.

    From the label: each of its alternatives, whole ("Student or job seeker" is two). From a question about a deed: each
    verb with two of the things that are named after it. From another question: each alternative of two words or more.
    """
    question = disqualifier.question
    named = [_whole(part) for part in _ALTERNATIVE.split(disqualifier.label)]
    if _ASKS_FOR_A_DEED.match(question):
        # "they bought a competitor" makes nobody one: a lone word is no deed
        named = [pattern for pattern in named if pattern.denied or len(pattern.stated) > 1]
        asked = _deeds(question)
    else:
        asked = [_whole(part) for part in _ALTERNATIVE.split(question) if len(significant_stems(part)) > 1]
    return tuple(pattern for pattern in (*named, *asked) if pattern.stated or pattern.denied)


def _whole(text: str) -> Pattern:
    stated, denied = stated_and_denied(text)
    return Pattern(stated, denied)


def _deeds(question: str) -> list[Pattern]:
    verbs, things = _verbs_and_things(question)
    stated, denied = stated_and_denied(question)
    return [
        Pattern(frozenset(), frozenset({verb}))
        if verb in denied
        else Pattern(frozenset({verb}), frozenset(), things & stated, min(_OBJECTS, len(things & stated)))
        for verb in verbs
    ]


def _verbs_and_things(question: str) -> tuple[list[str], frozenset[str]]:
    """The first significant word and those that "or" joins to it; then all the others."""
    verbs: list[str] = []
    joined = True
    words = WORD.findall(question.lower())
    for at, word in enumerate(words):
        if is_significant(word):
            if not joined:
                break
            verbs += significant_stems(word)
            joined = words[at + 1 : at + 2] == ["or"]
    return verbs, frozenset(significant_stems(question)) - frozenset(verbs)
