"""Which sentences of a lead speak to which topic of a profile, and with which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.judge.instructions import instructs
from simulator.judge.lead import Sentence, sentences
from simulator.judge.numbers import Amount, amounts
from simulator.judge.rules import LEVELS, Hit, Rules
from simulator.judge.words import NEGATION_REACH, WORD, stem

# A field that answers a question by itself ("company_size": "120 employees") is short, and has a name that says so.
_SHORT_FIELD_WORDS = 8
_FREE_TEXT = frozenset({"notes", "message"})
_NUMBER_VOTES = 3.0
_STRONG = 3


@dataclass(slots=True)
class Evidence:
    """What one sentence says to one topic; `fits` is set where its field itself is what the topic asks for.

    `stated` and `denied` hold hits by name, `places` where in the sentence, in words, each was first met.
    """

    sentence: Sentence
    fits: bool = False
    stated: dict[str, Hit] = field(default_factory=dict)
    denied: dict[str, Hit] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    counted: dict[int, float] = field(default_factory=dict)

    @property
    def strength(self) -> int:
        """How much the sentence says: 3 for a sign, a number in a range or a fitting field, 1 for another word."""
        said = sum(_STRONG if hit.sign else 1 for part in (self.stated, self.denied) for hit in part.values())
        return said + _STRONG * (len(self.counted) + self.fits)

    @property
    def names(self) -> list[str]:
        """The words and signs that were met, signs first."""
        hits = [*self.stated.values(), *self.denied.values()]
        return [hit.sign for hit in hits if hit.sign] + [hit.name for hit in hits if not hit.sign]

    def votes_for(self, level: int) -> tuple[float, int]:
        """What the sentence says for the level, and, where others say as much, how much it says at all."""
        votes = sum(hit.votes[level] for hit in self.stated.values())
        votes += sum(hit.denied[level] for hit in self.denied.values())
        return votes + self.counted.get(level, 0.0), self.strength

    @property
    def word_votes(self) -> float:
        """The most that the sentence's words say for any one level, numbers aside."""
        return max(self.votes_for(level)[0] - self.counted.get(level, 0.0) for level in LEVELS)

    @property
    def speaks(self) -> bool:
        """Whether it is enough to stand as evidence: one strong mark, or two different words."""
        return self.strength > 1


def match_lead(rules: Rules, lead: Mapping[str, str], *, has_instructions: bool) -> dict[int, list[Evidence]]:
    """The evidence for each topic of the rules, in the lead's order; a sentence that instructs a model is none."""
    found: dict[int, list[Evidence]] = {}
    criteria = len(rules.profile.criteria)
    for sentence in sentences(lead):
        if has_instructions and instructs(sentence.text):
            continue
        for topic, evidence in _read(rules, sentence).items():
            if topic >= criteria or evidence.speaks:
                found.setdefault(topic, []).append(evidence)
    return found


def _read(rules: Rules, sentence: Sentence) -> dict[int, Evidence]:
    words = WORD.findall(sentence.text.lower())
    here: dict[int, Evidence] = {}
    if len(words) <= _SHORT_FIELD_WORDS and sentence.field not in _FREE_TEXT:
        for topic in rules.topics_of_field(sentence.field):
            here[topic] = Evidence(sentence, fits=True)
    denied_until = -1
    look_up = rules.look_up
    for at, word in enumerate(words):
        entry = look_up(word)
        if entry is None:
            continue
        if entry.negates:
            denied_until = at + NEGATION_REACH
        for hit in entry.hits:
            size = len(hit.phrase)
            if size > 1 and tuple(map(stem, words[max(0, at - size + 1) : at + 1])) != hit.phrase:
                continue
            evidence = here.get(hit.topic)
            if evidence is None:
                evidence = here[hit.topic] = Evidence(sentence)
            # a sign of several words brings its own negation along ("no budget")
            (evidence.denied if at <= denied_until and size < 2 else evidence.stated)[hit.name] = hit
            evidence.places.setdefault(hit.name, at)
    if any(map(str.isdigit, sentence.text)):
        _count(rules, here, sentence)
    return here


def _count(rules: Rules, here: dict[int, Evidence], sentence: Sentence) -> None:
    """Adds votes where a number of the sentence lies in a stretch of an anchor; of several, the narrowest count."""
    said = list(amounts(sentence.text))
    for topic, stretches in enumerate(rules.ranges):
        fits = topic in here and here[topic].fits
        lying = [
            (level, stretch)
            for level, stretch in stretches
            if any(_lies_in(amount, stretch, fits=fits) for amount in said)
        ]
        narrowest = min((stretch.width for _, stretch in lying), default=0.0)
        for level, stretch in lying:
            if stretch.width == narrowest:
                here.setdefault(topic, Evidence(sentence)).counted[level] = _NUMBER_VOTES


def _lies_in(amount: Amount, stretch: Amount, *, fits: bool) -> bool:
    same_unit = bool(amount.units & stretch.units) or (fits and not amount.units)
    return same_unit and stretch.low <= amount.middle <= stretch.high
