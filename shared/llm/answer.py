"""What one call to a provider came to."""

from __future__ import annotations

from dataclasses import dataclass

from shared.llm.classes import AnswerClass


@dataclass(frozen=True, slots=True)
class Answer:
    """One classified answer; token counts and the wait are never negative, `error_code` is None when the class is OK.

    `content` is the model's text and only set for OK. `error_code` is from a fixed list, never the provider's text.
    `raw` is the answer's body, cut to `classify.RAW_LIMIT` characters; it may quote the lead.
    """

    answer_class: AnswerClass
    content: str | None = None
    status: int | None = None
    error_code: str | None = None
    retry_after_seconds: float | None = None
    response_id: str | None = None
    model: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None
    latency_ms: int = 0
    raw: str | None = None
