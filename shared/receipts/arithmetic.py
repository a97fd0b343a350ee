"""The sums of a receipt: points and weights of the known criteria, and what the call cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shared.llm.pricing import cost_usd


@dataclass(frozen=True, slots=True)
class Sums:
    """Points of the known criteria with two decimals, their weight, and the weight of all."""

    points: Decimal
    known_weight: int
    total_weight: int


@dataclass(frozen=True, slots=True)
class CostSplit:
    """What the prompt and the answer of a call cost, in US dollars; prices are US dollars a million tokens."""

    prompt_tokens: int
    completion_tokens: int
    input_usd: Decimal
    output_usd: Decimal
    price_input_usd: Decimal
    price_output_usd: Decimal


def add_up(criteria: Sequence[Mapping[str, Any]]) -> Sums:
    """The sums over criteria as they are stored; an unknown one has no points and its weight is not known weight."""
    known = [criterion for criterion in criteria if criterion["level"] is not None]
    return Sums(
        points=sum((Decimal(criterion["points"]) for criterion in known), Decimal("0.00")),
        known_weight=sum(criterion["weight"] for criterion in known),
        total_weight=sum(criterion["weight"] for criterion in criteria),
    )


def split_cost(
    prompt_tokens: int, completion_tokens: int, *, total: Decimal, input_usd: Decimal, output_usd: Decimal
) -> CostSplit | None:
    """The two parts of a cost; None where today's prices do not give the total, for then it was made of others."""
    if cost_usd(prompt_tokens, completion_tokens, input_usd=input_usd, output_usd=output_usd) != total:
        return None
    prompt = cost_usd(prompt_tokens, 0, input_usd=input_usd, output_usd=output_usd)
    # the rest, not a product rounded by itself: the parts add up to the total
    return CostSplit(prompt_tokens, completion_tokens, prompt, total - prompt, input_usd, output_usd)
