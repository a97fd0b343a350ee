"""Which sentences of a lead speak to which topic of a profile, and with which words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from simulator.judge.instructions import instructs
from simulator.judge.lead import Sentence, sentences
from simulator.judge.numbers import Amount, amounts
from simulator.judge.profile import read_profile
from simulator.judge.rules import LEVELS, Hit, Rules, make_rules
from simulator.judge.words import NEGATION_REACH, WORD, stem

# A field that answers a question by itself ("company_size": "120 employees") is short, and has a name that says so.
_SHORT_FIELD_WORDS = 8
_FREE_TEXT = frozenset({"notes", "message"})
_SHORT_CHARACTERS = 60
_MOST_REMEMBERED = 8_192
_NUMBER_VOTES = 3.0
_STRONG = 3


class Evidence:
    """What one sentence says to one topic; `fits` is set where its field itself is what the topic asks for.

    `stated` and `denied` hold hits by name, `places` where in the sentence, in words, each was first met, `counted` the
    votes of its numbers. `strength`: 3 for a sign, a number or a fitting field, 1 for another word.
    """

    __slots__ = ("counted", "denied", "fits", "places", "sentence", "stated", "strength")

    def __init__(self, sentence: Sentence, *, fits: bool = False) -> None:
        self.sentence = sentence
        self.fits = fits
        self.stated: dict[str, Hit] = {}
        self.denied: dict[str, Hit] = {}
        self.places: dict[str, int] = {}
        self.counted: dict[int, float] = {}
        self.strength = _STRONG if fits else 0

    @property
    def speaks(self) -> bool:
        """Whether it is enough to stand as evidence: one strong mark, or two different words."""
        return self.strength > 1

    @property
    def names(self) -> list[str]:
        """The words and signs that were met, signs first."""
        hits = [*self.stated.values(), *self.denied.values()]
        return [hit.sign for hit in hits if hit.sign] + [hit.name for hit in hits if not hit.sign]

    def take(self, hit: Hit, at: int, *, is_denied: bool) -> None:
        """Notes that the word at this place is a hit."""
        if hit.name not in self.places:
            self.places[hit.name] = at
            self.strength += _STRONG if hit.sign else 1
        (self.denied if is_denied else self.stated)[hit.name] = hit

    def count(self, level: int) -> None:
        """Notes that a number of the sentence speaks for the level."""
        if level not in self.counted:
            self.counted[level] = _NUMBER_VOTES
            self.strength += _STRONG

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
        if sentence.field in _FREE_TEXT or len(sentence.text) > _SHORT_CHARACTERS:
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
    words = WORD.findall(sentence.text.lower())
    here: dict[int, Evidence] = {}
    if len(words) <= _SHORT_FIELD_WORDS and sentence.field not in _FREE_TEXT:
        for topic in rules.topics_of_field(sentence.field):
            here[topic] = Evidence(sentence, fits=True)
    is_answer = bool(here)
    denied_until = -1
    has_number = has_unit = False
    known = rules.words
    for at, word in enumerate(words):
        entry = known[word] if word in known else rules.look_up(word)
        if entry is None:
            continue
        if entry.negates:
            denied_until = at + NEGATION_REACH
        has_number = has_number or entry.is_number
        has_unit = has_unit or entry.is_unit
        for hit in entry.hits:
            size = len(hit.phrase)
            if size > 1 and tuple(map(stem, words[max(0, at - size + 1) : at + 1])) != hit.phrase:
                continue
            evidence = here.get(hit.topic)
            if evidence is None:
                evidence = here[hit.topic] = Evidence(sentence)
            # a sign of several words brings its own negation along ("no budget")
            evidence.take(hit, at, is_denied=at <= denied_until and size < 2)
    if has_number and (has_unit or is_answer):
        _count(rules, here, sentence)
    return here


def _count(rules: Rules, here: dict[int, Evidence], sentence: Sentence) -> None:
    """Adds votes where a number of the sentence lies in a stretch of an anchor; of several, the narrowest count."""
    said = list(amounts(sentence.text))
    for topic, stretches in rules.ranges:
        fits = topic in here and here[topic].fits
        lying = [
            (stretch.width, level)
            for level, stretch in stretches
            if any(_lies_in(amount, stretch, fits=fits) for amount in said)
        ]
        narrowest = min(lying)[0] if lying else 0.0
        for width, level in lying:
            if width == narrowest:
                here.setdefault(topic, Evidence(sentence)).count(level)


def _lies_in(amount: Amount, stretch: Amount, *, fits: bool) -> bool:
    if not stretch.low <= amount.middle <= stretch.high:
        return False
    return (fits and not amount.units) or not amount.units.isdisjoint(stretch.units)
