"""What a call cost, at the prices of the settings."""

from __future__ import annotations

from decimal import Decimal

from shared.llm.answer import Answer
from shared.llm.pricing import cost_usd
from shared.settings import Settings


def answer_cost(answer: Answer | None, settings: Settings) -> Decimal:
    """USD with 9 places, from the usage that the answer reports; 0 without one."""
    if answer is None:
        return Decimal(0)
    return cost_usd(
        answer.prompt_tokens or 0,
        answer.completion_tokens or 0,
        input_usd=settings.CEREBRAS_PRICE_INPUT_USD,
        output_usd=settings.CEREBRAS_PRICE_OUTPUT_USD,
    )
