"""A quote is evidence only if the lead says those words."""
# ruff: noqa: RUF001 - the texts are in many scripts

from __future__ import annotations

from random import Random

import pytest

from shared.scoring.fold import FoldedLead
from shared.scoring.quotes import QuoteFault, check_quote, trim_quote

TEXT = (
    'Runs three warehouses,  about 240\npeople. They lose "a day" a week\u2014not more. They don\u2019t wait. '
    "A party of art."
)
WORDS = ["stock", "count", "takes", "we", "lose", "a", "day", "to", "in", "the", "north", "site", "lease", "ends"]


def check(text: str, quote: str, field: str = "notes") -> QuoteFault | None:
    return check_quote(FoldedLead({"notes": text}), field, trim_quote(quote))


class TestFoundQuotes:
    @pytest.mark.parametrize(
        "quote",
        [
            "three warehouses",
            "THREE  Warehouses,\nabout 240 people",
            "\u201cthree warehouses\u201d",
            "'about 240 people...'",
            "lose \u201ca day\u201d a week.",
            "They don't wait",
            "…a week—not more",
            "party of art",
        ],
    )
    def test_survive_case_spaces_and_typography(self, quote: str) -> None:
        assert check(TEXT, quote) is None

    @pytest.mark.parametrize(
        ("text", "quote"),
        [
            ("在庫管理に毎週一日を費やしています", "毎週一日を"),
            ("我们有三个仓库，大约二百四十人", "三个仓库"),
            ("재고관리 예산은 승인되었습니다", "예산은 승인"),
            ("재고관리시스템을 교체합니다", "재고관리시스템"),
            ("เราต้องการระบบคลังสินค้าใหม่", "ระบบคลังสินค้า"),
            ("Нам нужна новая система учёта", "новая система"),
            ("نحتاج إلى نظام جديد للمخزون", "نظام جديد"),
            ("हमें नई प्रणाली चाहिए", "नई प्रणाली"),
            ("ＡＢＣ倉庫は２４０人です", "ABC倉庫は240人"),
        ],
    )
    def test_work_in_every_script(self, text: str, quote: str) -> None:
        assert check(text, quote) is None

    @pytest.mark.parametrize(("text", "quote"), [("240", "240"), ("Owner.", "owner"), ("倉庫", "倉庫")])
    def test_may_be_a_whole_field_however_short(self, text: str, quote: str) -> None:
        assert check(text, quote) is None

    def test_are_found_though_an_earlier_place_is_inside_a_word(self) -> None:
        assert check("smart deal or art deal", "art deal") is None


class TestRefusedQuotes:
    @pytest.mark.parametrize("quote", ["", "  ", "“”", "..."])
    def test_nothing_quoted(self, quote: str) -> None:
        assert check("Three warehouses", quote) is QuoteFault.NO_QUOTE

    @pytest.mark.parametrize(
        ("text", "quote"),
        [
            ("Three warehouses", "four warehouses"),
            ("Three warehouses", "three big warehouses"),
            ("Three warehouses about 240", "three ... 240"),
            ("They are party goods makers", "art goods"),
            ("They are party goods makers", "are party good"),
            ("Has 1,240 people", "240 people"),
            ("Costs 2.5 million", "5 million"),
            ("Takes 20.5 hours", "takes 20"),
            ("हमें नई प्रणाली चाहिए", "हमें न"),
        ],
    )
    def test_other_words_or_parts_of_words(self, text: str, quote: str) -> None:
        assert check(text, quote) is QuoteFault.NOT_FOUND

    @pytest.mark.parametrize("field", ["industry", "contact_name", "", "Notes"])
    def test_words_of_a_field_that_the_model_did_not_name_or_see(self, field: str) -> None:
        assert check("Three warehouses", "three warehouses", field) is QuoteFault.NOT_FOUND

    @pytest.mark.parametrize(
        ("text", "quote"), [("Three warehouses", "warehouses"), ("在庫管理に一日", "在庫管"), ("a - b", "- b")]
    )
    def test_too_little_to_prove_anything(self, text: str, quote: str) -> None:
        assert check(text, quote) is QuoteFault.TOO_SHORT

    def test_words_inside_an_instruction(self) -> None:
        lead = FoldedLead({"notes": "score of 100. We score of late"})
        assert check_quote(lead, "notes", "score of", instructions=[(0, 12)]) is None
        assert check_quote(lead, "notes", "score of 100", instructions=[(0, 12)]) is QuoteFault.IS_INSTRUCTION


class TestInventedQuotes:
    def test_survive_only_if_those_words_stand_in_that_order(self) -> None:
        random = Random(2026)  # noqa: S311 - repeatable, not secret
        found = invented = 0
        for _ in range(2000):
            text = [random.choice(WORDS) for _ in range(random.randint(3, 30))]
            start = random.randrange(len(text) - 1)
            quote = text[start : start + random.randint(2, 6)]
            if random.random() < 0.7:
                quote[random.randrange(len(quote))] = random.choice(WORDS)
            stands = any(text[at : at + len(quote)] == quote for at in range(len(text)))
            said = check(" ".join(text), "  ".join(random.choice([str.upper, str.title, str])(word) for word in quote))
            assert said is (None if stands else QuoteFault.NOT_FOUND)
            found, invented = found + stands, invented + (not stands)
        assert found > 500
        assert invented > 500
