"""The sums of a receipt add up to what they explain."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shared.receipts.arithmetic import Sums, add_up, split_cost

PRICES = {"input_usd": Decimal("0.35"), "output_usd": Decimal("0.75")}


def criterion(weight: int, level: int | None, points: str | None) -> dict[str, Any]:
    return {"weight": weight, "level": level, "points": points}


class TestAddUp:
    def test_adds_points_and_weights_of_the_known(self) -> None:
        criteria = [criterion(25, 4, "25.00"), criterion(25, 3, "18.75"), criterion(15, 0, "0.00")]
        assert add_up([*criteria, criterion(35, None, None)]) == Sums(Decimal("43.75"), 65, 100)

    def test_shows_two_decimals_where_nothing_is_known(self) -> None:
        assert str(add_up([criterion(10, None, None)]).points) == "0.00"


class TestSplitCost:
    def test_gives_parts_that_add_up_to_the_total(self) -> None:
        total = Decimal("0.000873700")
        split = split_cost(1412, 506, total=total, **PRICES)
        assert split is not None
        assert (split.input_usd, split.output_usd) == (Decimal("0.000494200"), Decimal("0.000379500"))
        assert split.input_usd + split.output_usd == total

    def test_adds_up_where_both_parts_would_be_rounded_up(self) -> None:
        prices = {"input_usd": Decimal("0.0005"), "output_usd": Decimal("0.0005")}
        split = split_cost(1, 1, total=Decimal("0.000000001"), **prices)
        assert split is not None
        assert split.input_usd + split.output_usd == Decimal("0.000000001")

    def test_gives_none_where_other_prices_made_the_total(self) -> None:
        assert split_cost(1412, 506, total=Decimal("0.000873701"), **PRICES) is None
