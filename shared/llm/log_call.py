"""The one line of a provider call: class, latency, tokens and cost; nothing of request or answer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import structlog

from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass

log = structlog.get_logger(__name__)


def log_call(
    answer: Answer, *, answer_class: AnswerClass, attempt: int, cost_usd: Decimal, of: Mapping[str, object]
) -> None:
    """Write `llm_call`; `of` names the lead's job and position, `answer_class` is what became of the answer."""
    log.info(
        "llm_call",
        **of,
        attempt=attempt,
        answer_class=answer_class.value,
        error_code=answer.error_code,
        status=answer.status,
        latency_ms=answer.latency_ms,
        prompt_tokens=answer.prompt_tokens,
        completion_tokens=answer.completion_tokens,
        cost_usd=f"{cost_usd:f}",
    )
