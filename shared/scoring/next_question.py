"""Chooses what to ask the lead next: the unknown criterion whose answer could move tier and score the most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.profiles.content import ProfileContent
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
    """The unknown whose answer could move the tier most, then the score; None if nothing is unknown.

    That is the heaviest one, the first of equals: a heavier criterion reaches lower and higher scores than a lighter
    one and more coverage, so its span of tiers is at least as wide. `levels` as in `compute_score`.
    """
    unknown = [criterion for criterion, level in zip(profile.criteria, levels, strict=True) if level is None]
    if not unknown:
        return None
    asked = max(unknown, key=lambda criterion: criterion.weight)
    known = weigh(profile, levels)
    answered = [
        Known(known.weighted_levels + asked.weight * level, known.weight + asked.weight)
        for level in range(HIGHEST_LEVEL + 1)
    ]
    special = answered[0].special_tier(profile, disqualified=disqualified)
    scores = [answer.shown() for answer in answered]
    outcomes = tuple([Outcome(level, score, special or tier_of(profile, score)) for level, score in enumerate(scores)])
    return NextQuestion(asked.key, asked.label, asked.question, outcomes)
