"""From evidence to a level: the votes of anchor words, signs and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.judge.match import Evidence
from simulator.judge.rules import LEVELS

_LEAST_VOTES = 0.5
# Where words speak of a topic and fit no level: denied, there is none of it; several signs, the middle.
_LEVEL_OF_DENIAL = 0
_LEVEL_OF_SIGNS = 2
_LEAST_SIGNS = 2


def pick_level(evidence: Sequence[Evidence], *, has_marks: bool = False) -> int | None:
    """The level, 0 to 4, with the most votes, of equal ones the lowest; None where nothing fits any level.

    Marks and numbers decide before other words; of a kind that marks are known for (`has_marks`) nothing is guessed.
    Where a field that the criterion asks for says enough by itself, the other sentences are not heard.
    """
    if any(one.marks or (has_marks and one.counted) for one in evidence):
        votes = _mark_votes(evidence)
        if max(votes) >= _LEAST_VOTES:
            return votes.index(max(votes))
    heard = evidence
    if len(evidence) > 1:
        heard = [one for one in evidence if one.fits and max(one.word_votes()) >= _LEAST_VOTES] or evidence
    votes = _total_votes(heard)
    most = max(votes)
    if most >= _LEAST_VOTES:
        return votes.index(most)
    if has_marks:
        return None
    signs = {name for one in heard for name, hit in one.stated.items() if hit.sign}
    if not any(one.stated for one in heard) and any(one.denied for one in heard):
        return _LEVEL_OF_DENIAL
    return _LEVEL_OF_SIGNS if len(signs) >= _LEAST_SIGNS else None


def best_evidence(evidence: Sequence[Evidence], level: int) -> Evidence:
    """The sentence that says most for the level, first by marks; of equal ones the fuller, then the first."""
    if len(evidence) == 1:
        return evidence[0]
    marked = [one for one in evidence if one.marks and one.mark_votes(level) > 0]
    if len(marked) == 1:
        return marked[0]
    return max(
        marked or evidence,
        key=lambda one: (one.mark_votes(level), one.word_votes()[level] + one.counted.get(level, 0.0), one.strength),
    )


def _mark_votes(evidence: Sequence[Evidence]) -> list[float]:
    """The votes of marks and numbers; what several sentences repeat counts once."""
    votes = [0.0] * len(LEVELS)
    heard: set[str] = set()
    counted: dict[int, float] = {}
    for one in evidence:
        for name, hit in one.marks.items():
            if name not in heard:
                heard.add(name)
                for level, weight in hit.votes:
                    votes[level] += weight
        for level, weight in one.counted.items():
            counted[level] = max(weight, counted.get(level, 0.0))
    for level, weight in counted.items():
        votes[level] += weight
    return votes


def _total_votes(heard: Sequence[Evidence]) -> list[float]:
    """The votes for each level; a word or a level of numbers that several sentences repeat counts once."""
    if len(heard) == 1:
        votes = heard[0].word_votes()
        counted = heard[0].counted
    else:
        votes = [0.0] * len(LEVELS)
        stated = {name: hit for one in heard for name, hit in one.stated.items()}
        denied = {name: hit for one in heard for name, hit in one.denied.items()}
        for said in (*(hit.votes for hit in stated.values()), *(hit.denied for hit in denied.values())):
            for level, weight in said:
                votes[level] += weight
        counted = {level: weight for one in heard for level, weight in one.counted.items()}
    for level, weight in counted.items():
        votes[level] += weight
    return votes
