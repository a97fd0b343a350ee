"""From evidence to a level: votes of anchor words, numbers and signs, and what a negation takes away."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.judge.match import Evidence
from simulator.judge.rules import LEVELS

# One sign of a good fit is a hint, several are a case: index = number of different signs, capped at the last.
_LEVEL_OF_SIGNS = (None, 2, 3, 4)
_SIGN_VOTE = 0.75
_NEIGHBOUR_SHARE = 0.4
_LEAST_VOTES = 0.5


def pick_level(evidence: Sequence[Evidence]) -> int:
    """The level, 0 to 4, with the most votes; ties go to the level nearest to what the signs say, then to the lower."""
    stated = {name: hit for one in evidence for name, hit in one.stated.items()}
    denied = {name: hit for one in evidence for name, hit in one.denied.items()}
    signs = sum(hit.is_sign for hit in stated.values())
    denied_signs = sum(hit.is_sign for hit in denied.values() if hit.name not in stated)
    hint = _LEVEL_OF_SIGNS[min(signs, len(_LEVEL_OF_SIGNS) - 1)]
    votes = [0.0] * len(LEVELS)
    for level in LEVELS:
        votes[level] += sum(hit.votes[level] for hit in stated.values())
        votes[level] += sum(hit.denied[level] for hit in denied.values())
        votes[level] += max((one.counted.get(level, 0.0) for one in evidence), default=0.0)
        if hint is not None:
            share = 1.0 if level == hint else _NEIGHBOUR_SHARE if abs(level - hint) == 1 else 0.0
            votes[level] += _SIGN_VOTE * signs * share
    votes[0] += denied_signs
    most = max(votes)
    if most < _LEAST_VOTES:
        return 0 if denied and not stated else 1
    near = 2 if hint is None else hint
    return min(LEVELS, key=lambda level: (votes[level] < most, abs(level - near), level))
