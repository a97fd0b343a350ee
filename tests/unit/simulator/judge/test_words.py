"""How words are cut and compared."""

from __future__ import annotations

import pytest

from simulator.judge.meanings import meanings
from simulator.judge.words import is_significant, negates, significant_stems, stated_and_denied, stem


class TestStem:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("evaluating", "evaluate"),
            ("planned", "plan"),
            ("companies", "company"),
            ("management", "managing"),
            ("approved", "approval"),
            ("orders", "order"),
            ("company's", "company"),
        ],
    )
    def test_forms_of_a_word_meet(self, one: str, other: str) -> None:
        assert stem(one) == stem(other)

    @pytest.mark.parametrize(("one", "other"), [("users", "us"), ("office", "officer"), ("manager", "managing")])
    def test_different_words_stay_apart(self, one: str, other: str) -> None:
        assert stem(one) != stem(other)

    def test_keeps_a_double_s(self) -> None:
        assert stem("process") == "process"


class TestSignificance:
    @pytest.mark.parametrize("word", ["the", "company", "wants", "not", "2026", "a"])
    def test_function_words_negations_and_numbers_say_nothing(self, word: str) -> None:
        assert not is_significant(word)

    def test_stems_come_once_and_in_order(self) -> None:
        assert significant_stems("Bad orders, and the bad order") == ("bad", "order")

    @pytest.mark.parametrize("word", ["no", "without", "isn't", "don’t"])  # noqa: RUF001
    def test_knows_negations(self, word: str) -> None:
        assert negates(word)


class TestStatedAndDenied:
    def test_a_negation_reaches_four_words(self) -> None:
        stated, denied = stated_and_denied("No approved budget, yet they plan a purchase")
        assert {"approv", "budget"} <= denied
        assert {"plan", "purchas"} <= stated


class TestMeanings:
    @pytest.mark.parametrize(
        ("word", "stands_for"),
        [
            ("coo", "chief"),
            ("excel", "spreadsheets"),
            ("geschäftsführerin", "managing"),
            ("october", "month"),
            ("40k", "amount"),
        ],
    )
    def test_a_word_stands_for_what_profiles_call_it(self, word: str, stands_for: str) -> None:
        assert stem(stands_for) in meanings(word)

    def test_a_word_always_stands_for_itself(self) -> None:
        assert meanings("warehouses") == (stem("warehouse"),)
