"""Makes a judgement of a model's answer: quotes checked, levels settled, the score computed, signs flagged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shared.profiles.content import ProfileContent
from shared.scoring.answer import parse_answer
from shared.scoring.evidence import CriterionResult, DisqualifierResult, settle_criterion, settle_disqualifier
from shared.scoring.fold import FoldedLead
from shared.scoring.injection import Flag, find_signs, flags_of
from shared.scoring.next_question import NextQuestion, next_question
from shared.scoring.reasoning import compose_reasoning
from shared.scoring.score import compute_score


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a lead is worth and why; `score` is the rounded `score_exact`, both None if no criterion is known."""

    criteria: tuple[CriterionResult, ...]
    disqualifiers: tuple[DisqualifierResult, ...]
    score_exact: Decimal | None
    score: int | None
    coverage: Decimal
    tier: str
    next_question: NextQuestion | None
    flags: tuple[Flag, ...]
    reasoning: str

    def to_json(self) -> dict[str, Any]:
        """For JSONB; Decimals as texts."""
        return {
            "criteria": [criterion.to_json() for criterion in self.criteria],
            "disqualifiers": [disqualifier.to_json() for disqualifier in self.disqualifiers],
            "score_exact": None if self.score_exact is None else str(self.score_exact),
            "score": self.score,
            "coverage": str(self.coverage),
            "tier": self.tier,
            "next_question": None if self.next_question is None else self.next_question.to_json(),
            "flags": [flag.to_json() for flag in self.flags],
            "reasoning": self.reasoning,
        }


def judge(profile: ProfileContent, *, visible: Mapping[str, str], answer: str) -> Judgement:
    """The judgement of the model's answer about the visible lead; raises `InvalidAnswer`: then there is no score."""
    parsed = parse_answer(profile, answer)
    lead = FoldedLead(visible)
    signs = find_signs(lead)
    criteria = tuple([settle_criterion(one, parsed.criteria[one.key], lead, signs) for one in profile.criteria])
    disqualifiers = tuple(
        [settle_disqualifier(one, parsed.disqualifiers[one.key], lead, signs) for one in profile.disqualifiers]
    )
    disqualified = any(one.applies == "yes" for one in disqualifiers)
    levels = [criterion.level for criterion in criteria]
    score = compute_score(profile, levels, disqualified=disqualified)
    return Judgement(
        criteria=criteria,
        disqualifiers=disqualifiers,
        score_exact=score.score_exact,
        score=score.score,
        coverage=score.coverage,
        tier=score.tier,
        next_question=next_question(profile, levels, disqualified=disqualified),
        flags=flags_of(lead, signs, reported=parsed.instructions_in_lead == "yes"),
        reasoning=compose_reasoning(criteria, disqualifiers),
    )
