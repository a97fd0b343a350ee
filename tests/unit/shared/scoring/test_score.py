"""The arithmetic, against results computed by hand (their working stands beside them)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shared.profiles.content import HEAVIEST, MOST_CRITERIA, ProfileContent, Tier
from shared.scoring.score import Known, compute_score, points_of

MakeProfile = Callable[..., ProfileContent]
HAND_COMPUTED = json.loads((Path(__file__).parent / "hand_computed.json").read_text())


@pytest.mark.parametrize("case", HAND_COMPUTED, ids=[case["name"] for case in HAND_COMPUTED])
class TestHandComputed:
    def test_score_coverage_and_tier_are_what_paper_says(self, case: dict[str, Any], make_profile: MakeProfile) -> None:
        score = compute_score(make_profile(*case["weights"]), case["levels"], disqualified=case["disqualified"])
        assert (None if score.score_exact is None else str(score.score_exact)) == case["score_exact"]
        assert score.score == case["score"]
        assert str(score.coverage) == case["coverage"]
        assert score.tier == case["tier"]

    def test_points_are_what_paper_says(self, case: dict[str, Any]) -> None:
        pairs = zip(case["weights"], case["levels"], strict=True)
        points = [None if level is None else str(points_of(weight, level)) for weight, level in pairs]
        assert points == case["points"]


class TestComputeScore:
    def test_there_are_twenty_hand_computed_results(self) -> None:
        assert len(HAND_COMPUTED) == 20

    def test_unknown_is_not_low(self, make_profile: MakeProfile) -> None:
        profile = make_profile(50, 50)
        assert compute_score(profile, [4, None]).score == 100
        assert compute_score(profile, [4, 0]).score == 50

    def test_tier_is_decided_on_the_score_that_is_shown(self, make_profile: MakeProfile) -> None:
        score = compute_score(make_profile(41, 9), [3, 4])
        assert score.score_exact == Decimal("79.5")
        assert (score.score, score.tier) == (80, "A")

    def test_without_a_least_coverage_nothing_known_is_still_open(self, make_profile: MakeProfile) -> None:
        score = compute_score(make_profile(1, least_coverage="0"), [None])
        assert (score.score, score.tier) == (None, "open")

    def test_levels_must_be_as_many_as_criteria(self, make_profile: MakeProfile) -> None:
        with pytest.raises(ValueError, match="argument 2"):
            compute_score(make_profile(1, 2), [4])

    def test_tiers_that_leave_a_gap_are_no_profile(self, make_profile: MakeProfile) -> None:
        with pytest.raises(ValueError, match="begins at 0"):
            compute_score(replace(make_profile(1), tiers=(Tier("A", 80),)), [0])

    def test_shown_score_is_rounded_once(self) -> None:
        # the four decimals say .5000 only where the ratio is half-way, so both ways of rounding agree
        for weight in range(1, MOST_CRITERIA * HEAVIEST + 1):
            for weighted_levels in (weight * 159 // 50, 2 * weight + 1 + weight // 50):
                known = Known(weighted_levels, weight)
                assert known.shown() == int(known.exact() + Decimal("0.5"))
