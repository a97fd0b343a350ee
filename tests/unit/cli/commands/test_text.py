"""What reaches a terminal is harmless and readable."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cli.commands.text import count, duration, money, plain, shorten


class TestPlain:
    def test_takes_away_what_steers_a_terminal(self) -> None:
        assert plain("a\x1b[31mred\x1b]0;title\x07\x9b2J\x00b") == "a[31mred]0;title2Jb"

    def test_takes_away_marks_that_turn_the_reading_direction(self) -> None:
        assert plain("safe\u202egnp.exe\u2066x\u2069") == "safegnp.exex"

    def test_makes_one_line_of_many(self) -> None:
        assert plain("  one\r\n\ttwo\u2028three  ") == "one two three"

    def test_keeps_scripts_of_all_kinds(self) -> None:
        assert plain("株式会社アクメ · कंपनी\u200cनाम · Ünïcode") == "株式会社アクメ · कंपनी\u200cनाम · Ünïcode"

    def test_takes_nothing_for_empty(self) -> None:
        assert plain(None) == ""


class TestShorten:
    def test_leaves_what_fits(self) -> None:
        assert shorten("twelve chars", 12) == "twelve chars"

    def test_cuts_at_a_word(self) -> None:
        assert shorten("The team has forty sales people, in Oslo", 33) == "The team has forty sales people…"

    def test_cuts_within_a_word_that_has_no_end_near(self) -> None:
        assert shorten("a" * 50, 10) == "a" * 9 + "…"

    @pytest.mark.parametrize("limit", range(2, 60))
    def test_is_never_longer_than_asked(self, limit: int) -> None:
        assert len(shorten("Some words of very different lengths, extraordinarily so.", limit)) <= limit


class TestMoney:
    @pytest.mark.parametrize(
        ("usd", "shown"),
        [
            ("0", "$0"),
            ("0.000000000", "$0"),
            ("0.00001", "<$0.0001"),
            ("0.00419", "$0.0042"),
            ("0.1", "$0.10"),
            ("12.4", "$12.40"),
        ],
    )
    def test_shows_the_digits_that_matter(self, usd: str, shown: str) -> None:
        assert money(Decimal(usd)) == shown


class TestDuration:
    @pytest.mark.parametrize(
        ("seconds", "shown"),
        [(0.2, "less than 1 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (185, "3 min 5 s"), (7800, "2 h 10 min")],
    )
    def test_uses_the_two_largest_units(self, seconds: float, shown: str) -> None:
        assert duration(seconds) == shown


class TestCount:
    def test_knows_one_from_many(self) -> None:
        assert [count(0, "lead"), count(1, "lead"), count(1200, "lead"), count(2, "query", "queries")] == [
            "0 leads",
            "1 lead",
            "1,200 leads",
            "2 queries",
        ]
