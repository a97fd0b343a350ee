"""The profile read out of a system message."""

from __future__ import annotations

from simulator.judge.profile import read_profile


class TestReadProfile:
    def test_reads_every_part_of_a_criterion(self, system_message: str) -> None:
        fit = read_profile(system_message).criteria[0]
        assert (fit.key, fit.label) == ("fit", "Company fit")
        assert fit.question == "Do the company's size and trade match?"
        assert fit.anchors[0] == "Fewer than 10 people"
        assert fit.anchors[4] == "50 to 2,000 people with two or more warehouses"
        assert fit.signs == ("warehouse", "staff", "employees")

    def test_keeps_the_order_and_the_disqualifiers(self, system_message: str) -> None:
        profile = read_profile(system_message)
        assert [one.key for one in profile.criteria] == ["fit", "pain", "role", "budget"]
        assert [one.key for one in profile.disqualifiers] == ["rival", "off_list", "not_buying"]
        assert profile.disqualifiers[1].label == "No contact"

    def test_does_without_signs(self) -> None:
        profile = read_profile("# Criteria\n## a: Label (weight 3)\nQuestion: Why?\nLevel 0: none\nLevel 4: all")
        assert profile.criteria[0].signs == ()
        assert profile.criteria[0].anchors == ("none", "", "", "", "all")

    def test_a_message_without_a_profile_has_none(self) -> None:
        profile = read_profile("You are a helpful assistant.\n# Notes\n## not: a criterion")
        assert profile.criteria == ()
        assert profile.disqualifiers == ()
