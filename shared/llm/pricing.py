"""What a call costs."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_NANO_USD = Decimal("0.000000001")


def cost_usd(prompt_tokens: int, completion_tokens: int, *, input_usd: Decimal, output_usd: Decimal) -> Decimal:
    """The cost in USD with 9 places, half up; prices are USD a million tokens, counts are 0 or more.

    Raises ValueError for a negative count: a refund is not something that a call can cost.
    """
    if prompt_tokens < 0 or completion_tokens < 0:
        raise ValueError("token counts cannot be negative")
    a_million_times_too_much = prompt_tokens * input_usd + completion_tokens * output_usd
    return a_million_times_too_much.scaleb(-6).quantize(_NANO_USD, rounding=ROUND_HALF_UP)
