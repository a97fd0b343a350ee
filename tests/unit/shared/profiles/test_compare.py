"""What differs between two versions is told place by place, and nothing else is."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from shared.profiles.compare import Change, compare
from shared.profiles.content import ProfileContent
from shared.profiles.load_preset import load_preset


@pytest.fixture
def changed() -> dict[str, Any]:
    return copy.deepcopy(load_preset("bant").to_json())


def changes(to: dict[str, Any]) -> list[Change]:
    return compare(load_preset("bant"), ProfileContent.from_json(to))


class TestCompare:
    def test_finds_nothing_in_equal_contents(self, changed: dict[str, Any]) -> None:
        assert changes(changed) == []

    def test_tells_texts_weights_anchors_and_coverage(self, changed: dict[str, Any]) -> None:
        changed["seller"] = "We sell chairs."
        changed["criteria"][2]["weight"] = 40
        changed["criteria"][2]["anchors"][3] = "Names trouble"
        changed["criteria"][3]["keywords"] = ["soon"]
        changed["disqualifiers"][0]["question"] = "Is it spam?"
        changed["tiers"][1]["at_least"] = 60
        changed["least_coverage"] = 0.25
        assert [(one.pointer, one.words) for one in changes(changed)] == [
            ("/seller", "What is sold: text changed"),
            ("/criteria/2/weight", "Criterion “Need”: weight 30 → 40"),
            ("/criteria/2/anchors/3", "Criterion “Need”: text of level 3 changed"),
            ("/criteria/3/keywords", "Criterion “Timeline”: signs changed"),
            ("/disqualifiers/0/question", "Disqualifier “Not a buyer”: question changed"),
            ("/tiers/1/at_least", "Tier “B”: from score 55 → 60"),
            ("/least_coverage", "Least coverage: 0.5 → 0.25"),
        ]
        weight = changes(changed)[1]
        assert (weight.before, weight.after) == (30, 40)

    def test_tells_what_was_added_and_taken_out_by_key(self, changed: dict[str, Any]) -> None:
        old = changed["criteria"].pop(0)
        new = {**old, "key": "funds", "label": "Funds"}
        changed["criteria"].append(new)
        assert [(one.pointer, one.before, one.after, one.words) for one in changes(changed)] == [
            ("/criteria/3", None, new, "Criterion “Funds” added"),
            ("/criteria/0", old, None, "Criterion “Budget” taken out"),
        ]

    def test_tells_another_order(self, changed: dict[str, Any]) -> None:
        changed["criteria"].reverse()
        assert changes(changed) == [
            Change(
                "/criteria",
                ["budget", "authority", "need", "timeline"],
                ["timeline", "need", "authority", "budget"],
                "Criterion: order changed",
            )
        ]

    def test_takes_a_renamed_tier_for_another(self, changed: dict[str, Any]) -> None:
        changed["tiers"][0]["name"] = "Hot"
        assert [one.words for one in changes(changed)] == ["Tier “Hot” added", "Tier “A” taken out"]
