"""From evidence to a level: the votes of anchor words, signs and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.judge.match import Evidence
from simulator.judge.rules import LEVELS

_LEAST_VOTES = 0.5
# Where words speak of a topic and of no level: denied, none; many signs, the middle; a field of its own, little.
_LEVEL_OF_DENIAL = 0
_LEVEL_OF_SIGNS = 2
_LEVEL_OF_A_FIELD = 1
_LEAST_SIGNS = 2


def pick_level(evidence: Sequence[Evidence]) -> int | None:
    """The level, 0 to 4, with the most votes, of equal ones the lowest; None where nothing fits any level."""
    stated = {name: hit for one in evidence for name, hit in one.stated.items()}
    denied = {name: hit for one in evidence for name, hit in one.denied.items()}
    votes = [
        sum(hit.votes[level] for hit in stated.values())
        + sum(hit.denied[level] for hit in denied.values())
        + max((one.counted.get(level, 0.0) for one in evidence), default=0.0)
        for level in LEVELS
    ]
    if max(votes) >= _LEAST_VOTES:
        return max(LEVELS, key=lambda level: (votes[level], -level))
    if denied and not stated:
        return _LEVEL_OF_DENIAL
    if sum(hit.is_sign for hit in stated.values()) >= _LEAST_SIGNS:
        return _LEVEL_OF_SIGNS
    return _LEVEL_OF_A_FIELD if any(one.fits for one in evidence) else None
