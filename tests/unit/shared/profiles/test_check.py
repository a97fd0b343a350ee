"""What refuses a profile is told by its place in the body; what is only unwise is a warning."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from shared.profiles.check import check_content, find_warnings
from shared.profiles.errors import ProfileInvalid
from shared.profiles.load_preset import list_presets, load_preset


@pytest.fixture
def sent() -> dict[str, Any]:
    return copy.deepcopy(load_preset("bant").to_json())


def warnings(sent: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(warning.pointer, warning.code) for warning in find_warnings(check_content(sent))]


class TestCheckContent:
    def test_puts_the_place_in_front_of_every_pointer(self, sent: dict[str, Any]) -> None:
        sent["criteria"][2]["weight"] = 0
        with pytest.raises(ProfileInvalid) as caught:
            check_content(sent, at="/content")
        assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
            ("/content/criteria/2/weight", "out_of_range")
        ]

    @pytest.mark.parametrize("value", [None, [], "text", 7])
    def test_refuses_what_is_no_object(self, value: object) -> None:
        with pytest.raises(ProfileInvalid) as caught:
            check_content(value, at="/content")
        assert "/content" in {fault.pointer for fault in caught.value.faults}

    def test_refuses_levels_that_say_the_same(self, sent: dict[str, Any]) -> None:
        sent["criteria"][1]["anchors"][4] = sent["criteria"][1]["anchors"][1].upper()
        with pytest.raises(ProfileInvalid) as caught:
            check_content(sent)
        (fault,) = caught.value.faults
        assert (fault.pointer, fault.code) == ("/criteria/1/anchors/4", "repeated")
        assert "level 1" in fault.detail


class TestFindWarnings:
    @pytest.mark.parametrize("name", list_presets())
    def test_finds_none_in_a_preset(self, name: str) -> None:
        assert warnings(load_preset(name).to_json()) == []

    def test_warns_of_a_criterion_that_decides_alone(self, sent: dict[str, Any]) -> None:
        sent["criteria"][0]["weight"] = 76
        assert warnings(sent) == [("/criteria", "weights_not_100"), ("/criteria/0/weight", "heavy_criterion")]

    def test_warns_of_few_criteria_and_of_nothing_that_rules_out(self, sent: dict[str, Any]) -> None:
        sent |= {"criteria": sent["criteria"][:1], "disqualifiers": []}
        sent["criteria"][0]["weight"] = 100
        assert warnings(sent) == [("/criteria", "few_criteria"), ("/disqualifiers", "no_disqualifier")]

    @pytest.mark.parametrize(("share", "code"), [(0, "no_least_coverage"), (0.95, "high_least_coverage")])
    def test_warns_of_a_coverage_at_either_end(self, sent: dict[str, Any], share: float, code: str) -> None:
        assert warnings(sent | {"least_coverage": share}) == [("/least_coverage", code)]
