"""What is stored of a judgement has the form that is documented of it."""

from __future__ import annotations

from decimal import Decimal

from api.resources.assessments.schemas import (
    AnswerOutcomeSchema,
    ClaimSchema,
    CriterionResultSchema,
    DisqualifierResultSchema,
    FlagSchema,
    NextQuestionSchema,
)
from shared.scoring.evidence import Claim, CriterionResult, DisqualifierResult
from shared.scoring.injection import Flag
from shared.scoring.next_question import NextQuestion, Outcome


class TestStoredForm:
    def test_of_a_criterion(self) -> None:
        claim = Claim(answer="4", field="notes", quote="q")
        stored = CriterionResult("k", "l", 10, 3, Decimal("7.50"), "notes", "q", "r", claimed=claim).to_json()
        assert stored.keys() == CriterionResultSchema().fields.keys()
        assert stored["claimed"].keys() == ClaimSchema().fields.keys()
        assert (stored["points"], stored["level"]) == ("7.50", 3)

    def test_of_a_disqualifier(self) -> None:
        assert DisqualifierResult("k", "l", "no", "", "").to_json().keys() == DisqualifierResultSchema().fields.keys()

    def test_of_the_next_question(self) -> None:
        stored = NextQuestion("k", "l", "Why?", (Outcome(4, 80, "A"),)).to_json()
        assert stored.keys() == NextQuestionSchema().fields.keys()
        assert stored["outcomes"][0].keys() == AnswerOutcomeSchema().fields.keys()

    def test_of_a_flag(self) -> None:
        assert Flag("code").to_json().keys() == FlagSchema().fields.keys()
