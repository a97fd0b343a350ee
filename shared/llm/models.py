"""Table of provider calls: the ledger."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, Numeric, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.database.base import Base, BigKey, CreatedAt, Money


class LlmCall(Base):
    """One call to a provider, written before it is made; a call that never answered stays visible as such.

    No foreign key: what was spent outlives the job that spent it.
    """

    __tablename__ = "llm_calls"
    __table_args__ = (
        CheckConstraint("octet_length(request_hash) = 32", name="request_hash_is_sha256"),
        CheckConstraint("attempt >= 1", name="attempt_positive"),
        CheckConstraint("reserved_tokens >= 0 AND reserved_cost_usd >= 0", name="reservation_not_negative"),
        CheckConstraint("(ended_at IS NULL) = (class IS NULL)", name="classed_when_ended"),
        # the second of two equal requests waits for the first
        Index("uq_llm_calls_in_flight", "request_hash", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("ix_llm_calls_item", "job_id", "position"),
        Index("ix_llm_calls_started_at", "started_at"),
    )

    id: Mapped[BigKey]
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    job_id: Mapped[uuid.UUID]
    position: Mapped[int]
    attempt: Mapped[int]
    lease_token: Mapped[uuid.UUID]
    provider: Mapped[str]
    model: Mapped[str]
    reserved_tokens: Mapped[int]
    reserved_cost_usd: Mapped[Money]
    started_at: Mapped[CreatedAt]
    ended_at: Mapped[datetime | None]
    class_: Mapped[str | None] = mapped_column("class")
    http_status: Mapped[int | None]
    error_code: Mapped[str | None]
    response_id: Mapped[str | None]
    prompt_tokens: Mapped[int | None]
    completion_tokens: Mapped[int | None]
    cached_tokens: Mapped[int | None]
    cost_usd: Mapped[Decimal | None] = mapped_column(Numeric(18, 9))
    latency_ms: Mapped[int | None]
    raw_answer: Mapped[str | None] = mapped_column(Text)
