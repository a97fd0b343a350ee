"""Keys that stand twice in an object."""

from __future__ import annotations

import pytest

from shared.leads.find_duplicate_keys import find_duplicate_keys


class TestFindDuplicateKeys:
    @pytest.mark.parametrize(
        ("text", "paths"),
        [
            ('{"a": 1, "b": {"a": [1, {"c": null}]}}', []),
            ('{"a": 1, "a": 2}', [("a",)]),
            ('{"a": 1, "a": 2, "a": 3}', [("a",)]),
            ('{"l": [{"x": 1}, {"x": 1, "y": 2, "x": 3}], "m": {"z": 1, "z": 1}}', [("l", 1, "x"), ("m", "z")]),
            (r'{"a": 1, "\u0061": 2}', [("a",)]),
            ("[[1], []]", []),
        ],
    )
    def test_names_each_place(self, text: str, paths: list[tuple[str | int, ...]]) -> None:
        assert find_duplicate_keys(text) == paths

    def test_takes_numbers_of_any_length(self) -> None:
        assert find_duplicate_keys('{"a": ' + "9" * 5000 + "}") == []
