"""The presets are valid profiles, and the default one is what the documents say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shared.profiles.errors import PresetNotFound
from shared.profiles.load_preset import list_presets, load_preset


class TestPresets:
    @pytest.mark.parametrize("name", list_presets())
    def test_are_valid_and_their_weights_read_as_percent(self, name: str) -> None:
        assert sum(criterion.weight for criterion in load_preset(name).criteria) == 100

    def test_default_has_six_criteria_with_signs_and_three_disqualifiers(self) -> None:
        profile = load_preset("b2b")
        assert [criterion.key for criterion in profile.criteria] == [
            "company_fit",
            "need",
            "timing",
            "authority",
            "budget",
            "current_tools",
        ]
        assert all(criterion.keywords for criterion in profile.criteria)
        assert len(profile.disqualifiers) == 3
        assert [(tier.name, tier.at_least) for tier in profile.tiers] == [("A", 80), ("B", 60), ("C", 40), ("D", 0)]
        assert profile.least_coverage == Decimal("0.5")

    @pytest.mark.parametrize("name", ["nothing", "", "../models", "b2b.json", "/etc/passwd"])
    def test_other_names_are_not_found(self, name: str) -> None:
        with pytest.raises(PresetNotFound, match="b2b"):
            load_preset(name)
