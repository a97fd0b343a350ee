"""A profile turned into look-up tables once, so that a lead's words are each looked at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from simulator.judge.numbers import Amount, amounts
from simulator.judge.profile import Disqualifier, Profile, read_profile
from simulator.judge.words import NEGATION_REACH, WORD, is_significant, negates, significant_stems, stem

LEVELS = range(5)
# A word that three or more criteria use says nothing about one of them.
_TOO_COMMON = 3
_CACHED_WORDS = 50_000

Votes = tuple[float, float, float, float, float]
_NO_VOTES: Votes = (0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a word means to one topic (a criterion, or a disqualifier counted on behind the criteria).

    `phrase` holds the stems of a sign of several words, of which this word is the last; `votes` are what the word says
    for each level, `denied` what it says when a negation stands before it.
    """

    topic: int
    name: str
    is_sign: bool
    phrase: tuple[str, ...] = ()
    votes: Votes = _NO_VOTES
    denied: Votes = _NO_VOTES


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word means to a profile: a negation, or hits on its topics."""

    negates: bool
    hits: tuple[Hit, ...]


@dataclass(slots=True)
class Rules:
    """The tables of one profile; `look_up` is the only thing that changes, and only as a cache."""

    profile: Profile
    by_stem: dict[str, list[Hit]]
    ranges: tuple[tuple[tuple[int, Amount], ...], ...]
    ways_out: tuple[tuple[frozenset[str], ...], ...]
    _words: dict[str, Entry | None] = field(default_factory=dict)
    _fields: dict[str, frozenset[int]] = field(default_factory=dict)

    def look_up(self, word: str) -> Entry | None:
        """What the lower-case word means here; None: nothing."""
        try:
            return self._words[word]
        except KeyError:
            if len(self._words) >= _CACHED_WORDS:
                self._words.clear()
            hits = tuple(self.by_stem.get(stem(word), ()))
            entry = Entry(negates(word), hits) if hits or negates(word) else None
            self._words[word] = entry
            return entry

    def topics_of_field(self, name: str) -> frozenset[int]:
        """The criteria whose label or question names the field ("company_size": the one that asks for size)."""
        try:
            return self._fields[name]
        except KeyError:
            stems = set(significant_stems(name.replace("_", " ").replace(".", " ")))
            topics = frozenset(
                at
                for at, criterion in enumerate(self.profile.criteria)
                if stems & set(significant_stems(f"{criterion.label} {criterion.question}"))
            )
            if len(self._fields) < _CACHED_WORDS:
                self._fields[name] = topics
            return topics


@lru_cache(maxsize=256)
def rules_of(system_message: str) -> Rules:
    """The tables of the profile in the system message; made once for each message."""
    profile = read_profile(system_message)
    by_stem: dict[str, list[Hit]] = {}
    for topic, criterion in enumerate(profile.criteria):
        for hit_stem, hit in _criterion_hits(topic, profile):
            by_stem.setdefault(hit_stem, []).append(hit)
        for sign in criterion.signs:
            phrase = tuple(stem(word) for word in WORD.findall(sign.lower()))
            if phrase:
                by_stem.setdefault(phrase[-1], []).append(Hit(topic, sign, is_sign=True, phrase=phrase))
    for number, disqualifier in enumerate(profile.disqualifiers, len(profile.criteria)):
        for word in significant_stems(f"{disqualifier.label} {disqualifier.question}"):
            by_stem.setdefault(word, []).append(Hit(number, word, is_sign=False))
    return Rules(
        profile=profile,
        by_stem=by_stem,
        ranges=tuple(
            tuple((level, amount) for level, anchor in enumerate(criterion.anchors) for amount in amounts(anchor))
            for criterion in profile.criteria
        ),
        ways_out=tuple(_ways_out(disqualifier) for disqualifier in profile.disqualifiers),
    )


def _criterion_hits(topic: int, profile: Profile) -> list[tuple[str, Hit]]:
    criterion = profile.criteria[topic]
    asked = set(significant_stems(f"{criterion.label} {criterion.question}")) - _common_stems(profile)
    said = [_said(anchor) for anchor in criterion.anchors]
    hits = []
    for word in dict.fromkeys([*sorted(asked), *(part for plain, denied in said for part in (*plain, *denied))]):
        votes = _votes([word in plain for plain, _ in said])
        denied = _votes([word in negated for _, negated in said])
        if word in asked or votes != _NO_VOTES or denied != _NO_VOTES:
            hits.append((word, Hit(topic, word, is_sign=False, votes=votes, denied=denied)))
    return hits


def _said(anchor: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stems that the anchor states, and those that it denies."""
    plain, denied, reach = [], [], 0
    for word in WORD.findall(anchor.lower()):
        if negates(word):
            reach = NEGATION_REACH
            continue
        if is_significant(word):
            (denied if reach > 0 else plain).append(stem(word))
        reach -= 1
    return tuple(plain), tuple(denied)


def _votes(levels: list[bool]) -> Votes:
    """One vote shared among the levels whose anchors have the word; a word of four or five anchors tells none apart."""
    count = sum(levels)
    if not 0 < count < 4:
        return _NO_VOTES
    zero, one, two, three, four = (1.0 / count if has else 0.0 for has in levels)
    return zero, one, two, three, four


@lru_cache(maxsize=256)
def _common_stems(profile: Profile) -> frozenset[str]:
    counts: dict[str, int] = {}
    for criterion in profile.criteria:
        for word in significant_stems(f"{criterion.label} {criterion.question}"):
            counts[word] = counts.get(word, 0) + 1
    return frozenset(word for word, count in counts.items() if count >= _TOO_COMMON)


def _ways_out(disqualifier: Disqualifier) -> tuple[frozenset[str], ...]:
    """The alternatives of a label: "Student, job seeker or recruiter" is three."""
    parts = [disqualifier.label]
    for separator in (",", "/", " or ", " and "):
        parts = [piece for part in parts for piece in part.split(separator)]
    return tuple(stems for stems in (frozenset(significant_stems(part)) for part in parts) if stems)
