"""What nobody can see is taken out."""

from __future__ import annotations

import pytest

from shared.scoring.clean import clean_text


class TestCleanText:
    @pytest.mark.parametrize(
        ("text", "cleaned"),
        [
            ("  plain text ", "plain text"),
            ("two\r\nlines\rthree\x0bfour\x0cfive", "two\nlines\nthree\nfour\nfive"),
            ("tab\tstays", "tab\tstays"),
            ("nul\x00bell\x07escape\x1b[31m del\x7f", "nulbellescape[31m del"),
            ("zero\u200bwidth\u200d\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
            ("\u202eright to left\u202c \u2066isolated\u2069", "right to left isolated"),
            ("line\u2028separator\u2029paragraph\u0085next", "line\nseparator\nparagraph\nnext"),
            ("lone \ud800 surrogate", "lone  surrogate"),
            ("hidden\U000e0069\U000e0067\U000e006e tag\U000e0100 text", "hidden tag text"),
            ("\u00a0日本語 の テキスト\u3000", "日本語 の テキスト"),
            ("\u200b\u200c", ""),
        ],
    )
    def test_keeps_what_is_seen_and_nothing_else(self, text: str, cleaned: str) -> None:
        assert clean_text(text) == cleaned

    def test_ascii_and_other_texts_are_cleaned_alike(self) -> None:
        text = "".join(map(chr, range(128)))
        assert clean_text(f"a{text}z") == clean_text(f"é{text}z").replace("é", "a")
