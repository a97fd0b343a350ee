"""Which sentences of a lead speak to which topic of a profile, and with which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from simulator.judge.instructions import instructs
from simulator.judge.lead import Sentence, sentences
from simulator.judge.marks import bits_of_signs, span_of
from simulator.judge.numbers import Amount, amounts
from simulator.judge.profile import read_profile
from simulator.judge.rules import LEVELS, Hit, Meant, Rules, make_rules
from simulator.judge.words import NEGATION_REACH, WORD, stem

# A field that answers a question by itself ("company_size": "120 employees") is short, and has a name that says so.
_SHORT_FIELD_WORDS = 8
FREE_TEXT = frozenset({"notes", "message"})
_SHORT_CHARACTERS = 60
_MOST_REMEMBERED = 8_192
_NUMBER_VOTES = 3.0
# A number lies in "50 or more" too, but "50 to 2,000" says more of it.
_WIDE_NUMBER_VOTES = 1.0
# A negation does not reach over one of these.
_PAUSE = re.compile(r"[,:()](?=\s)| [-\u2013\u2014] ")
_STRONG = 3


class _Words(NamedTuple):
    """Where words of each class stand in a sentence, and from each denied word the negation that reaches it."""

    places: dict[int, list[int]]
    negations: dict[int, int]


class Evidence:
    """What one sentence says to one topic; `fits` is set where its field itself is what the topic asks for.

    `stated` and `denied` hold hits by name, `places` where in the sentence, in words, each was first met, `marks` what
    marks mean in it, `spans` their first and last words, `counted` the votes of its numbers. `strength`: 3 for a mark,
    a sign, a number or a fitting field, 1 for another word.
    """

    __slots__ = ("counted", "denied", "fits", "marks", "places", "sentence", "spans", "stated", "strength")

    def __init__(self, sentence: Sentence, *, fits: bool = False) -> None:
        self.sentence = sentence
        self.fits = fits
        self.stated: dict[str, Hit] = {}
        self.denied: dict[str, Hit] = {}
        self.marks: dict[str, Hit] = {}
        self.places: dict[str, int] = {}
        self.spans: dict[str, tuple[int, int]] = {}
        self.counted: dict[int, float] = {}
        self.strength = _STRONG if fits else 0

    @property
    def speaks(self) -> bool:
        """Whether it is enough to stand as evidence: one strong mark, or two different words."""
        return self.strength > 1

    @property
    def says_alone(self) -> bool:
        """Whether it is a short field that says something by itself: a size, an industry."""
        return self.sentence.field not in FREE_TEXT and bool(self.counted or self.marks)

    def span(self, level: int) -> tuple[int, int]:
        """The first and last word of what says most for the level: a mark, else the first sign, else the first word."""
        for hit in self.marks.values():
            if any(level == its for its, _ in hit.votes):
                return self.spans[hit.name]
        signs = [self.places[hit.name] for hit in (*self.stated.values(), *self.denied.values()) if hit.sign]
        first = min(signs or self.places.values(), default=0)
        return first, first

    def take(self, hit: Hit, at: int, *, is_denied: bool) -> None:
        """Notes that the word at this place is a hit."""
        if hit.name not in self.places:
            self.places[hit.name] = at
            self.strength += _STRONG if hit.sign else 1
        (self.denied if is_denied else self.stated)[hit.name] = hit

    def bear(self, hit: Hit, span: tuple[int, int]) -> None:
        """Notes that the sentence bears a mark between these words."""
        if hit.name not in self.marks:
            self.marks[hit.name] = hit
            self.spans[hit.name] = span
            self.strength += _STRONG

    def count(self, level: int, votes: float) -> None:
        """Notes that a number of the sentence speaks for the level with so many votes."""
        if level not in self.counted:
            self.strength += _STRONG
        self.counted[level] = max(votes, self.counted.get(level, 0.0))

    def mark_votes(self, level: int) -> float:
        """What the sentence's marks say for the level."""
        return sum([weight for hit in self.marks.values() for its, weight in hit.votes if its == level])

    def word_votes(self) -> list[float]:
        """What the sentence's words say for each level, numbers aside."""
        votes = [0.0] * len(LEVELS)
        for hit in self.stated.values():
            for level, weight in hit.votes:
                votes[level] += weight
        for hit in self.denied.values():
            for level, weight in hit.denied:
                votes[level] += weight
        return votes


class Reader:
    """Reads leads by the rules of one profile, and remembers what short fields say: sizes and titles come again."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._remembered: dict[Sentence, dict[int, Evidence]] = {}

    def match(self, lead: Mapping[str, str], *, has_instructions: bool) -> dict[int, list[Evidence]]:
        """The evidence for each topic of the rules, in the lead's order; a sentence that instructs a model is none."""
        found: dict[int, list[Evidence]] = {}
        criteria = len(self.rules.profile.criteria)
        for sentence in sentences(lead):
            if has_instructions and instructs(sentence.text):
                continue
            for topic, evidence in self._read(sentence).items():
                if topic >= criteria or evidence.speaks:
                    found.setdefault(topic, []).append(evidence)
        return found

    def _read(self, sentence: Sentence) -> dict[int, Evidence]:
        if sentence.field in FREE_TEXT or len(sentence.text) > _SHORT_CHARACTERS:
            return read_sentence(self.rules, sentence)
        read = self._remembered.get(sentence)
        if read is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            read = self._remembered[sentence] = read_sentence(self.rules, sentence)
        return read


@lru_cache(maxsize=256)
def reader_of(system_message: str) -> Reader:
    """The reader for the profile in the system message; made once for each message."""
    return Reader(make_rules(read_profile(system_message)))


def read_sentence(rules: Rules, sentence: Sentence) -> dict[int, Evidence]:
    """What the sentence says to each topic that it touches."""
    lower = sentence.text.lower()
    words = WORD.findall(lower)
    here: dict[int, Evidence] = {}
    if len(words) <= _SHORT_FIELD_WORDS and sentence.field not in FREE_TEXT:
        for topic in rules.topics_of_field(sentence.field):
            here[topic] = Evidence(sentence, fits=True)
    is_answer = bool(here)
    heard = rules.topics_heard_in(sentence.field)
    negation = reach = -1
    negations: dict[int, int] = {}
    places: dict[int, list[int]] = {}
    candidates: list[Meant] = []
    has_number = has_unit = False
    known = rules.words
    for at, word in enumerate(words):
        entry = known[word] if word in known else rules.look_up(word)
        if entry is None:
            continue
        is_denied = at <= reach
        if is_denied:
            negations[at] = negation
        if entry.negates:
            negation = at
            reach = _reach(lower, at)
        has_number = has_number or entry.is_number
        has_unit = has_unit or entry.is_unit
        if entry.bits:
            places.setdefault(entry.bits, []).append(at)
            candidates += entry.marks
        for hit in entry.hits:
            if hit.topic not in heard:
                continue
            size = len(hit.phrase)
            if size > 1 and tuple(map(stem, words[max(0, at - size + 1) : at + 1])) != hit.phrase:
                continue
            # a sign of several words brings its own negation along ("no budget")
            _evidence_in(here, hit.topic, sentence).take(hit, at, is_denied=(is_denied or entry.negates) and size < 2)
    if candidates:
        _bear_marks(candidates, here, sentence, heard, _Words(places, negations))
    if has_number and (has_unit or is_answer):
        _count(rules, here, sentence, heard)
    return here


def _evidence_in(here: dict[int, Evidence], topic: int, sentence: Sentence) -> Evidence:
    evidence = here.get(topic)
    if evidence is None:
        evidence = here[topic] = Evidence(sentence)
    return evidence


def _reach(lower: str, negation: int) -> int:
    """The last word that the negation at this place reaches: some words on, or where the sentence pauses."""
    pauses = accumulate(len(WORD.findall(piece)) for piece in _PAUSE.split(lower))
    return min(negation + NEGATION_REACH, next((pause for pause in pauses if pause > negation), negation + 1) - 1)


def _bear_marks(
    candidates: Iterable[Meant], here: dict[int, Evidence], sentence: Sentence, heard: AbstractSet[int], said: _Words
) -> None:
    """Adds those of the marks that the sentence bears."""
    anywhere = bits_of_signs(sentence.text)
    bits = anywhere
    for its in said.places:
        bits |= its
    for mark, hits in candidates:
        if mark.mask & bits != mark.mask or mark.without & bits:
            continue
        if mark.meaning.fields and sentence.field not in mark.meaning.fields:
            continue
        if all(hit.topic not in heard or (hit.topic in here and hit.name in here[hit.topic].marks) for hit in hits):
            continue
        span = span_of(mark, said.places, said.negations, anywhere=anywhere)
        if span is not None:
            for hit in hits:
                if hit.topic in heard:
                    _evidence_in(here, hit.topic, sentence).bear(hit, span)


def _count(rules: Rules, here: dict[int, Evidence], sentence: Sentence, heard: AbstractSet[int]) -> None:
    """Adds votes where a number of the sentence lies in a stretch of an anchor; the narrowest count most."""
    said = list(amounts(sentence.text))
    for topic, stretches in rules.ranges:
        if topic not in heard:
            continue
        fits = topic in here and here[topic].fits
        lying = [
            (stretch.width, level)
            for level, stretch in stretches
            if any(_lies_in(amount, stretch, fits=fits) for amount in said)
        ]
        narrowest = min(lying)[0] if lying else 0.0
        for width, level in lying:
            votes = _NUMBER_VOTES if width == narrowest else _WIDE_NUMBER_VOTES
            _evidence_in(here, topic, sentence).count(level, votes)


def _lies_in(amount: Amount, stretch: Amount, *, fits: bool) -> bool:
    if not stretch.low <= amount.middle <= stretch.high:
        return False
    return (fits and not amount.units) or not amount.units.isdisjoint(stretch.units)
