"""The same words compare equal, however they are written."""
# ruff: noqa: RUF001 - the texts are in many scripts

from __future__ import annotations

import pytest

from shared.scoring.fold import FoldedLead, fold


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Stock  COUNTS\n take", "stock counts take"),
            ("a \u201cday\u201d a week", 'a "day" a week'),
            ("\u201eTag\u201c und \u00abjour\u00bb", '"tag" und "jour"'),
            ("don\u2019t wait", "don't wait"),
            ("10\u201320 people \u2014 now", "10-20 people - now"),
            ("non\u2011profit \u2212 5", "non-profit - 5"),
            ("240\u00a0people", "240 people"),
            ("ＡＢＣ１２３　倉庫", "abc123 倉庫"),
            ("Cafe\u0301 Straße", "café STRASSE"),
            ("ﬁne …", "fine ..."),
            ("ὈΔΥΣΣΕΎΣ", "ὀδυσσεύς"),
        ],
    )
    def test_makes_them_equal(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    def test_keeps_different_words_apart(self) -> None:
        assert fold("three warehouses") != fold("tree warehouses")

    def test_folding_twice_changes_nothing(self) -> None:
        for text in ("Straße “x”—y", "ΐ ǰ ŉ İ", "ＡＢＣ", "नज़रअंदाज़"):
            assert fold(fold(text)) == fold(text)


class TestFoldedLead:
    def test_gives_each_field_folded_in_order_and_none_for_others(self) -> None:
        lead = FoldedLead({"notes": "A  B", "industry": "C"})
        assert lead.field("industry") == "c"
        assert lead.field("contact_name") is None
        assert list(lead.fields()) == [("notes", "a b"), ("industry", "c")]
