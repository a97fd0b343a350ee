"""Chooses what to ask the lead next: the unknown criterion whose answer could move tier and score the most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.profiles.content import Criterion, ProfileContent
from shared.scoring.score import HIGHEST_LEVEL, Known, tier_of, weigh


@dataclass(frozen=True, slots=True)
class Outcome:
    """The score and tier that an answer at this level would give, everything else unchanged."""

    level: int
    score: int
    tier: str

    def to_json(self) -> dict[str, Any]:
        """For JSONB."""
        return {"level": self.level, "score": self.score, "tier": self.tier}


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The question of an unknown criterion, with the outcome at each level 0 to 4."""

    key: str
    label: str
    question: str
    outcomes: tuple[Outcome, ...]

    def to_json(self) -> dict[str, Any]:
        """For JSONB."""
        return {
            "key": self.key,
            "label": self.label,
            "question": self.question,
            "outcomes": [outcome.to_json() for outcome in self.outcomes],
        }


def next_question(
    profile: ProfileContent, levels: Sequence[int | None], *, disqualified: bool = False
) -> NextQuestion | None:
    """The most useful question; None if nothing is unknown. `levels` as in `compute_score`.

    Widest span of tiers first, then of shown scores, then the heavier criterion, then the earlier one.
    """
    unknown = [criterion for criterion, level in zip(profile.criteria, levels, strict=True) if level is None]
    if not unknown:
        return None
    known = weigh(profile, levels)
    best, best_reach, best_special = unknown[0], (-1, -1, -1), None
    open_now = known.special_tier(profile, disqualified=False) is not None
    for criterion in unknown:
        lowest, highest = _answered(known, criterion, 0), _answered(known, criterion, HIGHEST_LEVEL)
        special = lowest.special_tier(profile, disqualified=disqualified)
        low, high = lowest.shown(), highest.shown()
        # an answer that brings the lead out of "open" moves it by one step, whatever its level
        steps = 0 if special else _thresholds(profile, low, high) + open_now
        reach = (steps, high - low, criterion.weight)
        if reach > best_reach:
            best, best_reach, best_special = criterion, reach, special
    return NextQuestion(best.key, best.label, best.question, _outcomes(profile, known, best, best_special))


def _answered(known: Known, criterion: Criterion, level: int) -> Known:
    return Known(known.weighted_levels + criterion.weight * level, known.weight + criterion.weight)


def _outcomes(profile: ProfileContent, known: Known, criterion: Criterion, special: str | None) -> tuple[Outcome, ...]:
    scores = [_answered(known, criterion, level).shown() for level in range(HIGHEST_LEVEL + 1)]
    return tuple([Outcome(level, score, special or tier_of(profile, score)) for level, score in enumerate(scores)])


def _thresholds(profile: ProfileContent, lowest: int, highest: int) -> int:
    """How many tiers begin above the lowest and not above the highest of two scores."""
    return sum([lowest < tier.at_least <= highest for tier in profile.tiers])
