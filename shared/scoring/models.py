"""Table of assessments: one row a judgement, never changed."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.database.base import Base, BigKey, CreatedAt, Money
from shared.profiles.models import ProfileVersion


class Assessment(Base):
    """What the model judged of one input under one profile version, and the score that code made of it."""

    __tablename__ = "assessments"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 100", name="score_range"),
        CheckConstraint("score_exact BETWEEN 0 AND 100", name="score_exact_range"),
        CheckConstraint("coverage BETWEEN 0 AND 1", name="coverage_range"),
        CheckConstraint("octet_length(request_hash) = 32", name="request_hash_is_sha256"),
        Index("ix_assessments_request_hash_created_at", "request_hash", "created_at"),
    )

    id: Mapped[BigKey]
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    input_hash: Mapped[bytes] = mapped_column(LargeBinary)
    profile_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(ProfileVersion.id))
    prompt_version: Mapped[str]
    provider: Mapped[str]
    model: Mapped[str]
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    disqualifiers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    score: Mapped[int | None]
    score_exact: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    coverage: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    tier: Mapped[str]
    next_question: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    flags: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default="[]")
    reasoning: Mapped[str]
    prompt_tokens: Mapped[int]
    completion_tokens: Mapped[int]
    cost_usd: Mapped[Money]
    latency_ms: Mapped[int]
    created_at: Mapped[CreatedAt]
