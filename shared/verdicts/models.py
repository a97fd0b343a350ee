"""Tables of what people said of leads: rows are withdrawn, never changed or deleted while the lead is there."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.access.models import ApiKey
from shared.database.base import Base, CreatedAt, UuidKey
from shared.scoring.models import Assessment
from shared.verdicts.kinds import LONGEST_REASON, OutcomeKind

_LIVE = text("withdrawn_at IS NULL")
_REASON = f"length(reason) BETWEEN 1 AND {LONGEST_REASON}"


class Override(Base):
    """The score or tier that a person gave a lead, and why; the model's own stays where it is."""

    __tablename__ = "overrides"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 100", name="score_range"),
        CheckConstraint("num_nonnulls(score, tier) > 0", name="says_something"),
        CheckConstraint(_REASON, name="reason_length"),
        # one live row a lead
        Index("uq_overrides_live", "lead_id", unique=True, postgresql_where=_LIVE),
        Index("ix_overrides_lead_id", "lead_id"),
    )

    id: Mapped[UuidKey]
    # named, not imported: leads stand on this floor
    lead_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("leads.id", ondelete="CASCADE"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey(Assessment.id))
    score: Mapped[int | None]
    tier: Mapped[str | None]
    reason: Mapped[str]
    api_key_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(ApiKey.id))
    # the key's name at the time
    by: Mapped[str]
    created_at: Mapped[CreatedAt]
    withdrawn_at: Mapped[datetime | None]


class Outcome(Base):
    """How a lead ended, as a person said; `assessment_id` is the judgement at the time, if there was one."""

    __tablename__ = "outcomes"
    __table_args__ = (
        CheckConstraint(f"outcome IN ({', '.join(repr(kind.value) for kind in OutcomeKind)})", name="outcome_known"),
        CheckConstraint(_REASON, name="reason_length"),
        Index("uq_outcomes_live", "lead_id", unique=True, postgresql_where=_LIVE),
        Index("ix_outcomes_lead_id", "lead_id"),
        # few leads of many have ended, and they are asked for by how
        Index("ix_outcomes_outcome", "outcome", "lead_id", postgresql_where=_LIVE),
    )

    id: Mapped[UuidKey]
    lead_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("leads.id", ondelete="CASCADE"))
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey(Assessment.id))
    outcome: Mapped[str]
    reason: Mapped[str | None]
    happened_at: Mapped[datetime]
    api_key_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(ApiKey.id))
    by: Mapped[str]
    created_at: Mapped[CreatedAt]
    withdrawn_at: Mapped[datetime | None]
