"""Numbers and ranges in texts."""

from __future__ import annotations

import math

import pytest

from simulator.judge.numbers import amounts


class TestAmounts:
    @pytest.mark.parametrize(
        ("text", "low", "high"),
        [
            ("120 employees", 120, 120),
            ("51-200", 51, 200),
            ("50 to 2,000 people", 50, 2000),
            ("1,200", 1200, 1200),
            ("1.200 Mitarbeiter", 1200, 1200),
            ("fewer than 10 people", 0, 10),
            ("over 500 seats", 500, math.inf),
            ("50 or more people", 50, math.inf),
            ("5000+", 5000, math.inf),
            ("a budget of 40k", 40_000, 40_000),
            ("2.5m", 2_500_000, 2_500_000),
        ],
    )
    def test_reads_how_people_write_numbers(self, text: str, low: float, high: float) -> None:
        (found,) = amounts(text)
        assert (found.low, found.high) == (low, high)

    @pytest.mark.parametrize("text", ["no number", "12 % of orders are late", "about 90%", "version 1.2.3", "SAP R3x"])
    def test_passes_over_what_is_no_amount(self, text: str) -> None:
        assert list(amounts(text)) == []

    def test_names_the_unit_and_gives_people_one_name(self) -> None:
        (staff,) = amounts("about 90 staff")
        (people,) = amounts("50 people")
        assert staff.units & people.units

    def test_finds_each_of_several(self) -> None:
        assert [(found.low, found.high) for found in amounts("2 sites and 30-40 people")] == [(2, 2), (30, 40)]

    def test_middle_of_an_open_stretch_is_its_beginning(self) -> None:
        (found,) = amounts("more than 2,000 people")
        assert found.middle == 2000
