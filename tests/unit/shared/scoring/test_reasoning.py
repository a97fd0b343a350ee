"""The sentences that explain a score."""

from __future__ import annotations

from decimal import Decimal

from shared.scoring.evidence import CriterionResult, DisqualifierResult
from shared.scoring.reasoning import LONGEST_REASONING, compose_reasoning


def result(
    label: str, weight: int, level: int | None, reason: str, *, field: str = "", quote: str = ""
) -> CriterionResult:
    points = None if level is None else Decimal(1)
    return CriterionResult(label.lower(), label, weight, level, points, field, quote, reason)


class TestComposeReasoning:
    def test_gives_the_most_telling_reasons_and_what_is_unknown(self) -> None:
        criteria = [
            result("Tools", 8, 3, "They use paper"),
            result("Fit", 25, 4, "Two sites of the right size."),
            result("Budget", 12, None, "Nothing about money."),
            result("Need", 20, 3, "Recounts cost a day"),
        ]
        assert compose_reasoning(criteria, []) == "Two sites of the right size. Recounts cost a day. Unknown: Budget."

    def test_begins_with_what_the_lead_says_in_sentences(self) -> None:
        criteria = [
            result("Fit", 25, 4, "Size 300.", field="company_size", quote="300"),
            result("Tools", 8, 4, "Support ends.", field="notes", quote="support ends 30 June"),
            result("Need", 25, 3, "Recounts.", field="notes", quote="a full recount"),
        ]
        assert compose_reasoning(criteria, []) == "Recounts. Support ends."

    def test_what_moves_the_score_most_comes_first_up_or_down(self) -> None:
        criteria = [
            result("Fit", 25, 2, "Half fits."),
            result("Budget", 12, 0, "No money."),
            result("Need", 8, 4, "Need."),
        ]
        assert compose_reasoning(criteria, []) == "No money. Need."

    def test_names_what_rules_a_lead_out_first(self) -> None:
        ruled_out = [
            DisqualifierResult("c", "Competitor", "yes", "", ""),
            DisqualifierResult("n", "Other", "no", "", ""),
        ]
        assert compose_reasoning([result("Fit", 1, 2, "Fits.")], ruled_out) == "Disqualified: Competitor. Fits."

    def test_says_so_when_nothing_is_known(self) -> None:
        text = compose_reasoning([result("Fit", 1, None, "Invented reason.")], [])
        assert text == "The lead says nothing that can be proved about any criterion."

    def test_a_level_without_a_reason_is_still_named(self) -> None:
        assert compose_reasoning([result("Fit", 1, 2, "")], []) == "Fit: level 2 of 4."

    def test_stays_within_its_length(self) -> None:
        criteria = [result(f"Criterion {n}" * 6, 9, 2 if n < 3 else None, "long " * 200) for n in range(20)]
        text = compose_reasoning(criteria, [])
        assert len(text) == LONGEST_REASONING
        assert text.endswith("…")
