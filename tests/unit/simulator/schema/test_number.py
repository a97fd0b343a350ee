"""Numbers within bounds."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.schema.errors import SchemaProblem
from simulator.schema.number import fits, number_within


class TestNumberWithin:
    @pytest.mark.parametrize(
        ("node", "whole"),
        [
            ({}, True),
            ({"minimum": 1, "maximum": 4}, True),
            ({"exclusiveMinimum": 0, "exclusiveMaximum": 1}, False),
            ({"exclusiveMinimum": 0}, True),
            ({"maximum": -3.5}, True),
            ({"minimum": 0.3, "multipleOf": 0.25}, False),
            ({"exclusiveMinimum": 5, "multipleOf": 5}, True),
            ({"exclusiveMaximum": -5, "multipleOf": 5}, True),
            ({"minimum": 1, "multipleOf": 1.5}, True),
        ],
    )
    def test_keeps_every_bound(self, node: dict[str, Any], whole: bool) -> None:
        value = number_within(node, whole=whole)
        assert isinstance(value, int if whole else float)
        assert fits(value, node, whole=whole)

    @pytest.mark.parametrize(
        "node",
        [
            {"minimum": 2, "maximum": 1},
            {"exclusiveMinimum": 1, "exclusiveMaximum": 2},
            {"minimum": 1, "maximum": 4, "multipleOf": 5},
        ],
    )
    def test_raises_where_no_whole_number_does(self, node: dict[str, Any]) -> None:
        with pytest.raises(SchemaProblem):
            number_within(node, whole=True)

    def test_fits_knows_tenths(self) -> None:
        assert fits(0.3, {"multipleOf": 0.1}, whole=False)
        assert not fits(0.35, {"multipleOf": 0.1}, whole=False)
