"""What a call costs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shared.llm.pricing import cost_usd

INPUT, OUTPUT = Decimal("0.35"), Decimal("0.75")


class TestCostUsd:
    @pytest.mark.parametrize(
        ("prompt", "completion", "cost"),
        [
            (0, 0, "0.000000000"),
            (1, 0, "0.000000350"),
            (0, 1, "0.000000750"),
            (600, 400, "0.000510000"),
            (1_000_000, 1_000_000, "1.100000000"),
        ],
    )
    def test_is_exact(self, prompt: int, completion: int, cost: str) -> None:
        computed = cost_usd(prompt, completion, input_usd=INPUT, output_usd=OUTPUT)
        assert f"{computed:f}" == cost

    def test_rounds_half_up_at_nine_places(self) -> None:
        assert cost_usd(1, 0, input_usd=Decimal("0.0005"), output_usd=OUTPUT) == Decimal("0.000000001")
        assert cost_usd(1, 0, input_usd=Decimal("0.0004"), output_usd=OUTPUT) == Decimal("0")

    @pytest.mark.parametrize(("prompt", "completion"), [(-1, 0), (0, -1)])
    def test_refuses_negative_counts(self, prompt: int, completion: int) -> None:
        with pytest.raises(ValueError, match="negative"):
            cost_usd(prompt, completion, input_usd=INPUT, output_usd=OUTPUT)
