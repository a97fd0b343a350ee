"""A profile turned into look-up tables once, so that a lead's words are each looked at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from simulator.judge.disqualify import Pattern, patterns_of
from simulator.judge.marks import Kind, Mark, bits_of, kind_of, levels_of, marks_of
from simulator.judge.meanings import meanings
from simulator.judge.numbers import Amount, amounts, unit_of
from simulator.judge.profile import Criterion, Profile
from simulator.judge.words import WORD, negates, significant_stems, stated_and_denied, stem

LEVELS = range(5)
# A word of four or five anchors tells no level from another; one that three criteria ask with, no criterion.
_TOO_MANY_LEVELS = 4
_TOO_MANY_CRITERIA = 3
_SIGN_WEIGHT = 0.5
# Names are no evidence: "Quillon Paper GmbH" says nothing about paper.
_NAMES = frozenset({"company_name", "company_website"})
# Fields of any name that people write notes into.
_NOTES = frozenset({"note", "notes", "comment", "comments", "remark", "remarks", "message", "description"})
_CACHED_WORDS = 50_000
# Keeps the sign "assistant" and the word "assistant" of an anchor apart.
SIGN = "sign: "
# Before the name of what a mark means.
MARK = "mark: "

# Levels that a word speaks for, each with how much of its one vote.
Votes = tuple[tuple[int, float], ...]
_LEVEL_0: Votes = ((0, 1.0),)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a word means to one topic (a criterion, or a disqualifier: those are counted on behind the criteria).

    `name` is the stem, or for a sign `sign` with SIGN before it; `phrase` holds the stems of a sign, of which this word
    is the last; `votes` are what it says for each level, `denied` what it says where a negation stands before it. For
    what a mark means, `says` is that in a person's words.
    """

    topic: int
    name: str
    sign: str = ""
    phrase: tuple[str, ...] = ()
    votes: Votes = ()
    denied: Votes = ()
    says: str = ""


class Meant(NamedTuple):
    """A mark, and what it means to the criteria of a profile."""

    mark: Mark
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word means to a profile: a negation, a number, a unit that an anchor counts in, or hits on its topics.

    `bits` are the classes that it is in for marks, `marks` those that it can make.
    """

    negates: bool
    is_number: bool
    is_unit: bool
    bits: int
    marks: tuple[Meant, ...]
    hits: tuple[Hit, ...]


@dataclass(slots=True)
class Rules:
    """The tables of one profile, by stem, by criterion (`ranges`, `kinds`) and by disqualifier (`patterns`).

    `marks` holds the marks by the bit of their rarest word; `words` remembers what `look_up` found.
    """

    profile: Profile
    by_stem: dict[str, list[Hit]]
    ranges: tuple[tuple[int, tuple[tuple[int, Amount], ...]], ...]
    patterns: tuple[tuple[Pattern, ...], ...]
    units: frozenset[str]
    kinds: tuple[Kind | None, ...]
    marks: dict[int, list[Meant]]
    words: dict[str, Entry | None] = field(default_factory=dict)
    _fields: dict[str, frozenset[int]] = field(default_factory=dict)
    _heard: dict[str, frozenset[int]] = field(default_factory=dict)

    def look_up(self, word: str) -> Entry | None:
        """What the lower-case word means here; None: nothing."""
        if word not in self.words:
            if len(self.words) >= _CACHED_WORDS:
                self.words.clear()
            hits = tuple(hit for part in meanings(word) for hit in self.by_stem.get(part, ()))
            bits = bits_of(word)
            marks = tuple(meant for bit, those in self.marks.items() if bits & bit for meant in those) if bits else ()
            entry = Entry(negates(word), word[0].isdigit(), unit_of(word) in self.units, bits, marks, hits)
            says = hits or entry.negates or entry.is_number or entry.is_unit or entry.bits
            self.words[word] = entry if says else None
        return self.words[word]

    def topics_of_field(self, name: str) -> frozenset[int]:
        """The criteria whose label or question names the field ("company_size": the one that asks for size)."""
        try:
            return self._fields[name]
        except KeyError:
            stems = frozenset(significant_stems(_own_name(name).replace("_", " ")))
            topics = frozenset(at for at, one in enumerate(self.profile.criteria) if not stems.isdisjoint(_asked(one)))
            if len(self._fields) < _CACHED_WORDS:
                self._fields[name] = topics
            return topics

    def topics_heard_in(self, name: str) -> frozenset[int]:
        """The topics that the field can be evidence for; disqualifiers hear every field, and no criterion a name."""
        try:
            return self._heard[name]
        except KeyError:
            criteria = frozenset(at for at, kind in enumerate(self.kinds) if _hears(kind, name))
            topics = criteria | frozenset(range(len(self.kinds), len(self.kinds) + len(self.patterns)))
            if name not in _NAMES:
                topics |= self.topics_of_field(name)
            if len(self._heard) < _CACHED_WORDS:
                self._heard[name] = topics
            return topics


def _own_name(name: str) -> str:
    return name.rpartition(".")[2]


def _hears(kind: Kind | None, name: str) -> bool:
    if name in _NAMES:
        return False
    return kind is None or name in kind.fields or _own_name(name).lower() in _NOTES


def make_rules(profile: Profile) -> Rules:
    """The tables of the profile."""
    by_stem: dict[str, list[Hit]] = {}
    common = _common_stems(profile)
    for topic, criterion in enumerate(profile.criteria):
        for word, hit in _hits(topic, criterion, common):
            by_stem.setdefault(word, []).append(hit)
    patterns = tuple(patterns_of(disqualifier) for disqualifier in profile.disqualifiers)
    for topic, alternatives in enumerate(patterns, len(profile.criteria)):
        for word in frozenset().union(*(one.stated | one.denied | one.among for one in alternatives)):
            by_stem.setdefault(word, []).append(Hit(topic, word))
    named = ((topic, _stretches(criterion)) for topic, criterion in enumerate(profile.criteria))
    ranges = tuple((topic, stretches) for topic, stretches in named if stretches)
    return Rules(
        profile=profile,
        by_stem=by_stem,
        ranges=ranges,
        units=frozenset().union(*(stretch.units for _, stretches in ranges for _, stretch in stretches)),
        patterns=patterns,
        kinds=tuple(map(kind_of, profile.criteria)),
        marks=_marks(profile),
    )


def _marks(profile: Profile) -> dict[int, list[Meant]]:
    """Every mark that means something to a criterion, by its rarest word."""
    hits: dict[Mark, list[Hit]] = {}
    for topic, criterion in enumerate(profile.criteria):
        kind = kind_of(criterion)
        for meaning, level in levels_of(kind, criterion).items() if kind else ():
            hit = Hit(topic, MARK + meaning.name, votes=((level, meaning.weight),), says=meaning.says)
            for mark in marks_of(meaning):
                hits.setdefault(mark, []).append(hit)
    by_rarest: dict[int, list[Meant]] = {}
    for mark, those in hits.items():
        by_rarest.setdefault(mark.rarest, []).append(Meant(mark, tuple(those)))
    return by_rarest


def _stretches(criterion: Criterion) -> tuple[tuple[int, Amount], ...]:
    """The amounts that the anchors name, each with its level."""
    return tuple((level, amount) for level, anchor in enumerate(criterion.anchors) for amount in amounts(anchor))


def _asked(topic: Criterion) -> frozenset[str]:
    return frozenset(significant_stems(f"{topic.label} {topic.question}"))


def _hits(topic: int, criterion: Criterion, common: frozenset[str]) -> list[tuple[str, Hit]]:
    signs = _sign_hits(topic, criterion)
    if kind_of(criterion) is None:
        return [*_word_hits(topic, criterion, common), *signs]
    # beside marks a word that an anchor happens to have is chance ("cut lengths"), and a sign must name a level alone
    return [(word, hit) for word, hit in signs if any(weight >= 1.0 for _, weight in hit.votes)]


def _word_hits(topic: int, criterion: Criterion, common: frozenset[str]) -> list[tuple[str, Hit]]:
    asked = _asked(criterion) - common
    said = [stated_and_denied(anchor) for anchor in criterion.anchors]
    everything = sorted(asked.union(*(stated | denied for stated, denied in said)))
    label = frozenset(significant_stems(criterion.label))
    hits = []
    for word in everything:
        votes: Votes = ()
        denied: Votes = ()
        # what the criterion is called stands in any lead that speaks of it, whatever the level
        if word not in label:
            votes = _votes([level for level, (stated, _) in enumerate(said) if word in stated])
            denied = _votes([level for level, (_, negated) in enumerate(said) if word in negated])
        if word in asked or votes or denied:
            hits.append((word, Hit(topic, word, votes=votes, denied=denied)))
    return hits


def _sign_hits(topic: int, criterion: Criterion) -> list[tuple[str, Hit]]:
    plain = dict(_word_hits(topic, criterion, frozenset()))
    hits = []
    for sign in criterion.signs:
        phrase = tuple(stem(word) for word in WORD.findall(sign.lower()))
        if phrase:
            hits.append((phrase[-1], Hit(topic, SIGN + sign, sign=sign, phrase=phrase, votes=_sign_votes(sign, plain))))
    return hits


def _sign_votes(sign: str, plain: dict[str, Hit]) -> Votes:
    """What a sign says for each level: what its own words say; a sign with a negation and nothing else to say is 0."""
    stated, denied = stated_and_denied(sign)
    # sorted, because sums of fractions depend on their order and that of a set on the process
    parts = [plain[word].votes for word in sorted(stated) if word in plain]
    parts += [plain[word].denied for word in sorted(denied) if word in plain]
    if denied and not any(parts):
        return _LEVEL_0
    totals = [0.0] * len(LEVELS)
    for level, weight in (vote for part in parts for vote in part):
        totals[level] += _SIGN_WEIGHT * weight
    return tuple((level, total) for level, total in enumerate(totals) if total)


def _votes(levels: list[int]) -> Votes:
    """One vote, shared among the levels whose anchors have the word."""
    if len(levels) >= _TOO_MANY_LEVELS:
        return ()
    return tuple((level, 1.0 / len(levels)) for level in levels)


def _common_stems(profile: Profile) -> frozenset[str]:
    counts: dict[str, int] = {}
    for criterion in profile.criteria:
        for word in _asked(criterion):
            counts[word] = counts.get(word, 0) + 1
    return frozenset(word for word, count in counts.items() if count >= _TOO_MANY_CRITERIA)
