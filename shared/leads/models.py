"""Tables of leads: one row a person or company, with its current score, and the texts that leads are searched by."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Numeric, SmallInteger, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.database.base import Base, CreatedAt, UuidKey
from shared.scoring.models import Assessment


class Lead(Base):
    """Who a lead is and what it scores now; written when a job's item ends, never by an older submission."""

    __tablename__ = "leads"
    __table_args__ = (
        CheckConstraint("qualification_score BETWEEN 0 AND 100", name="qualification_score_range"),
        Index("ix_leads_qualification_score_created_at", "qualification_score", "created_at"),
        Index("ix_leads_contact_email", "contact_email"),
        Index("ix_leads_created_at_id", "created_at", "id"),
        Index("ix_leads_tier_qualification_score", "tier", "qualification_score"),
        # tier and score come along, so that the overview counts them without reading leads
        Index("ix_leads_qualified_at", "qualified_at", postgresql_include=["tier", "qualification_score"]),
    )

    id: Mapped[UuidKey]
    identity: Mapped[str] = mapped_column(unique=True)
    company_name: Mapped[str]
    company_website: Mapped[str | None]
    company_size: Mapped[str | None]
    industry: Mapped[str | None]
    contact_name: Mapped[str | None]
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]
    contact_title: Mapped[str | None]
    notes: Mapped[str | None]
    additional_data: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")

    qualification_score: Mapped[int | None]
    qualification_reasoning: Mapped[str | None]
    qualification_model: Mapped[str | None]
    qualification_latency_ms: Mapped[int | None]
    qualified_at: Mapped[datetime | None]
    tier: Mapped[str | None]
    coverage: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))
    next_question: Mapped[str | None]
    flags: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default="[]")
    assessment_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey(Assessment.id))
    # the lead's assessments, the latest taken first, ten at most
    assessment_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list, server_default="{}")

    # the submission that the row comes from, compared as a tuple; a job id is a UUIDv7 and breaks ties
    submitted_at: Mapped[datetime]
    source_job_id: Mapped[uuid.UUID]
    source_position: Mapped[int]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]


class LeadText(Base):
    """What a lead is found by: its searchable fields in small letters, a line each.

    A table of its own, since trigrams of notes cost five times what writing the lead does: they are made in bulk, off
    the path of a save.
    """

    __tablename__ = "lead_texts"
    __table_args__ = (
        Index("ix_lead_texts_body", "body", postgresql_using="gin", postgresql_ops={"body": "gin_trgm_ops"}),
    )

    lead_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Lead.id, ondelete="CASCADE"), primary_key=True)
    # small letters are made by the database's own collation; comparing bytes is enough from then on
    body: Mapped[str] = mapped_column(Text(collation="C"))
    # `updated_at` of the lead that the text was made of; another one there now means that the text is out of date
    lead_updated_at: Mapped[datetime]


class LeadTextWalk(Base):
    """How far the walk over all leads has come that looks for texts that are missing or out of date; one row, or none.

    Every save notes its leads, but a worker of a release that knew no texts does not.
    """

    __tablename__ = "lead_texts_walk"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    # the lead that was looked at last; none at the beginning of a round
    lead_id: Mapped[uuid.UUID | None]
    rests_until: Mapped[datetime | None]


# leads whose text is to be written anew; a plain heap without a key, so that a save appends and no more
lead_texts_due = Table("lead_texts_due", Base.metadata, Column("lead_id", Uuid, nullable=False))
