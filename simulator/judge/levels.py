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


def pick_level(evidence: Sequence[Evidence]) -> int | None:
    """The level, 0 to 4, with the most votes, of equal ones the lowest; None where nothing fits any level.

    Where a field that the criterion asks for says enough by itself, the other sentences are not heard.
    """
    own = [one for one in evidence if one.fits and one.word_votes >= _LEAST_VOTES]
    heard = own or evidence
    stated = {name: hit for one in heard for name, hit in one.stated.items()}
    denied = {name: hit for one in heard for name, hit in one.denied.items()}
    votes = [
        sum(hit.votes[level] for hit in stated.values())
        + sum(hit.denied[level] for hit in denied.values())
        + max((one.counted.get(level, 0.0) for one in heard), default=0.0)
        for level in LEVELS
    ]
    if max(votes) >= _LEAST_VOTES:
        return max(LEVELS, key=lambda level: (votes[level], -level))
    if denied and not stated:
        return _LEVEL_OF_DENIAL
    return _LEVEL_OF_SIGNS if sum(bool(hit.sign) for hit in stated.values()) >= _LEAST_SIGNS else None
