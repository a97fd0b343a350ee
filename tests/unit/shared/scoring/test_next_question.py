"""Which unknown is worth asking about."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from shared.profiles.content import ProfileContent
from shared.scoring.next_question import NextQuestion, next_question
from shared.scoring.score import compute_score

MakeProfile = Callable[..., ProfileContent]


def ask(profile: ProfileContent, *levels: int | None, **options: Any) -> NextQuestion:
    question = next_question(profile, levels, **options)
    assert question is not None
    return question


def reach(profile: ProfileContent, levels: list[int | None], index: int) -> tuple[int, int, int]:
    """How far answers to one unknown move the lead: tiers (leaving "open" is one more), shown score, weight."""
    answers = [compute_score(profile, [*levels[:index], level, *levels[index + 1 :]]) for level in range(5)]
    low, high = answers[0], answers[-1]
    assert low.score is not None
    assert high.score is not None
    names = [tier.name for tier in profile.tiers]
    steps = 0
    if low.tier != "open":
        steps = names.index(low.tier) - names.index(high.tier) + (compute_score(profile, levels).tier == "open")
    return steps, high.score - low.score, profile.criteria[index].weight


class TestNextQuestion:
    def test_outcomes_are_what_paper_says(self, b2b: ProfileContent) -> None:
        # 66.25 points of 80 known; budget weighs 12: (66.25 + 0, 3, 6, 9, 12) / 92
        question = ask(b2b, 4, 3, 4, 2, None, None)
        assert question.key == "budget"
        assert [outcome.score for outcome in question.outcomes] == [72, 75, 79, 82, 85]
        assert [outcome.tier for outcome in question.outcomes] == ["B", "B", "B", "A", "A"]

    def test_each_outcome_is_the_score_that_the_answer_would_give(self, b2b: ProfileContent) -> None:
        for outcome in ask(b2b, 4, 3, 4, 2, None, None).outcomes:
            score = compute_score(b2b, [4, 3, 4, 2, outcome.level, None])
            assert (outcome.score, outcome.tier) == (score.score, score.tier)

    def test_nothing_unknown_leaves_nothing_to_ask(self, b2b: ProfileContent) -> None:
        assert next_question(b2b, [0, 1, 2, 3, 4, 0]) is None

    def test_no_other_unknown_could_move_tier_or_score_further(self, make_profile: MakeProfile) -> None:
        random = Random(9)  # noqa: S311 - repeatable, not secret
        for _ in range(200):
            weights = [random.randint(1, 30) for _ in range(6)]
            profile = make_profile(*weights, least_coverage=random.choice(["0", "0.3", "0.5", "0.8"]))
            levels = [random.choice([None, None, 0, 1, 2, 3, 4]) for _ in weights]
            reaches = {index: reach(profile, levels, index) for index, level in enumerate(levels) if level is None}
            question = next_question(profile, levels)
            assert (question is None) == (not reaches)
            if question:
                # max() takes the first of equals, as the rule does
                assert question.key == f"c{max(reaches, key=lambda index: reaches[index])}"

    def test_first_of_equals_is_asked(self, make_profile: MakeProfile) -> None:
        assert ask(make_profile(10, 10, 10, 10), 4, None, None, None).key == "c1"

    def test_says_so_if_no_answer_ends_open(self, make_profile: MakeProfile) -> None:
        question = ask(make_profile(10, 10, 20, 20, 20, 20), None, 4, None, None, None, None)
        assert {outcome.tier for outcome in question.outcomes} == {"open"}

    def test_disqualified_stays_so_whatever_the_answer(self, b2b: ProfileContent) -> None:
        question = ask(b2b, 4, 3, 4, 2, None, None, disqualified=True)
        assert question.key == "budget"
        assert {outcome.tier for outcome in question.outcomes} == {"disqualified"}

    def test_json_carries_the_words_and_all_outcomes(self, make_profile: MakeProfile) -> None:
        assert ask(make_profile(1, 1), 4, None).to_json() == {
            "key": "c1",
            "label": "Criterion 1",
            "question": "Question 1?",
            "outcomes": [
                {"level": 0, "score": 50, "tier": "C"},
                {"level": 1, "score": 63, "tier": "B"},
                {"level": 2, "score": 75, "tier": "B"},
                {"level": 3, "score": 88, "tier": "A"},
                {"level": 4, "score": 100, "tier": "A"},
            ],
        }
