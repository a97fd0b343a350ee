"""Guards within cells: whatever is written with them is read without."""

# ruff: noqa: RUF001 (full-width look-alikes count as what they look like)

from __future__ import annotations

import random

import pytest

from shared.leads.guarded_cells import guard_within, without_guards


class TestWithoutGuards:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Needs:\n- three sites\n- a crane",
            "a;=1",
            "a;'=1",
            "a;''=1",
            'a|"=1"',
            "Tel\n+49 30 1\nTel",
            "Tel\n'+49 30 1",
            "x\r\n－1",
            "'=1",
            "it's;o'clock",
        ],
    )
    def test_gives_back_what_was_guarded(self, text: str) -> None:
        assert without_guards(guard_within(text)) == text

    def test_gives_back_any_text(self) -> None:
        chance = random.Random(7)  # noqa: S311 - a test's own
        for _ in range(20_000):
            text = "".join(chance.choices("a1 ;|\t\n\r\"'=+-@＝,(", k=chance.randrange(12)))
            assert without_guards(guard_within(text)) == text

    def test_takes_one_quote_and_only_before_a_formula(self) -> None:
        assert without_guards("a;'=1\n''-2") == "a;=1\n'-2"
        assert without_guards("'=1, 'a', b;'c") == "'=1, 'a', b;'c"
