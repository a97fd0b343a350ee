"""Tables of jobs and their items."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.access.models import ApiKey
from shared.database.base import Base, CreatedAt, UuidKey
from shared.jobs.states import ItemState, JobKind, JobOutcome, JobStatus
from shared.profiles.models import ProfileVersion
from shared.queue.names import Queue
from shared.scoring.models import Assessment


def one_of(
    column: str, values: type[ItemState] | type[JobKind] | type[JobStatus] | type[JobOutcome] | type[Queue]
) -> str:
    """The CHECK that holds a text column to the members of an enum."""
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Job(Base):
    """A batch of leads; its counters are exact at every moment and `version` is its ETag."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint(one_of("kind", JobKind), name="kind_known"),
        CheckConstraint(one_of("status", JobStatus), name="status_known"),
        CheckConstraint(one_of("outcome", JobOutcome), name="outcome_known"),
        CheckConstraint(one_of("queue", Queue), name="queue_known"),
        CheckConstraint("total >= 1", name="total_positive"),
        CheckConstraint(
            "queued >= 0 AND in_progress >= 0 AND succeeded >= 0 AND failed >= 0 AND cancelled >= 0 AND expired >= 0",
            name="counts_not_negative",
        ),
        CheckConstraint(
            "queued + in_progress + succeeded + failed + cancelled + expired = total", name="counts_add_up"
        ),
        CheckConstraint(
            "status <> 'paused' OR (status_reason IS NOT NULL AND paused_at IS NOT NULL)", name="reasoned_while_paused"
        ),
        Index("ix_jobs_created_at_id", "created_at", "id"),
        Index("ix_jobs_open_created_at_id", "created_at", "id", postgresql_where=text("completed_at IS NULL")),
        Index("ix_jobs_ended", "completed_at", "created_at", postgresql_where=text("completed_at IS NOT NULL")),
        Index("ix_jobs_previews", "created_at", "id", postgresql_where=text("kind = 'preview'")),
        Index("ix_jobs_retry_of", "retry_of", postgresql_where=text("retry_of IS NOT NULL")),
    )

    id: Mapped[UuidKey]
    kind: Mapped[str] = mapped_column(default=JobKind.QUALIFY, server_default=JobKind.QUALIFY.value)
    name: Mapped[str | None]
    status: Mapped[str] = mapped_column(default=JobStatus.QUEUED, server_default=JobStatus.QUEUED.value)
    status_reason: Mapped[str | None]
    outcome: Mapped[str | None]
    queue: Mapped[str]
    profile_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(ProfileVersion.id))
    provider: Mapped[str]
    model: Mapped[str]
    metadata_: Mapped[dict[str, Any]] = mapped_column("metadata", JSONB, default=dict, server_default="{}")
    api_key_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(ApiKey.id))
    request_id: Mapped[str]
    retry_of: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"))

    total: Mapped[int]
    queued: Mapped[int]
    in_progress: Mapped[int] = mapped_column(default=0, server_default="0")
    succeeded: Mapped[int] = mapped_column(default=0, server_default="0")
    failed: Mapped[int] = mapped_column(default=0, server_default="0")
    cancelled: Mapped[int] = mapped_column(default=0, server_default="0")
    expired: Mapped[int] = mapped_column(default=0, server_default="0")
    cached: Mapped[int] = mapped_column(default=0, server_default="0")
    skipped_rows: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")

    calls: Mapped[int] = mapped_column(default=0, server_default="0")
    prompt_tokens: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    completion_tokens: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    cached_tokens: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    cost_usd: Mapped[Decimal] = mapped_column(Numeric(18, 9), default=Decimal(0), server_default="0")

    # two marks of (time, ended leads), moved on every 30 s, so that the rate of the last 30 to 60 s is in this row
    mark_at: Mapped[datetime | None]
    mark_ended: Mapped[int] = mapped_column(default=0, server_default="0")
    earlier_mark_at: Mapped[datetime | None]
    earlier_mark_ended: Mapped[int] = mapped_column(default=0, server_default="0")

    version: Mapped[int] = mapped_column(BigInteger, default=1, server_default="1")
    created_at: Mapped[CreatedAt]
    started_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    resumed_at: Mapped[datetime | None]
    cancelling_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    last_result_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    woken_at: Mapped[datetime | None]


class JobRefusedRow(Base):
    """A row that `on_invalid=skip` left out, as it came, and what is wrong with it; row 0 has the columns' names."""

    __tablename__ = "job_refused_rows"
    __table_args__ = (CheckConstraint("row >= 0", name="row_not_negative"),)

    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Job.id, ondelete="CASCADE"), primary_key=True)
    row: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    cells: Mapped[list[str]] = mapped_column(JSONB)
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class JobItem(Base):
    """One lead as it was submitted, and what became of it; input, identity and hash never change."""

    __tablename__ = "job_items"
    __table_args__ = (
        UniqueConstraint("job_id", "custom_id"),
        CheckConstraint(one_of("state", ItemState), name="state_known"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("(state = 'in_progress') = (lease_token IS NOT NULL)", name="leased_while_in_progress"),
        CheckConstraint("(state = 'succeeded') = (assessment_id IS NOT NULL)", name="assessed_when_succeeded"),
        CheckConstraint("(state = 'failed') = (error_code IS NOT NULL)", name="named_when_failed"),
        Index("ix_job_items_due", "job_id", "position", postgresql_where=text("state = 'queued'")),
        Index("ix_job_items_waiting", "job_id", "next_attempt_at", postgresql_where=text("state = 'queued'")),
        Index("ix_job_items_leased", "lease_owner", postgresql_where=text("state = 'in_progress'")),
        # every index costs every statement of a save; this one counts minutes, and failures by their code
        Index(
            "ix_job_items_ended",
            "completed_at",
            "error_code",
            postgresql_where=text("state IN ('succeeded', 'failed')"),
        ),
    )

    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Job.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    custom_id: Mapped[str]
    input: Mapped[dict[str, Any]]
    identity: Mapped[str]
    input_hash: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(default=ItemState.QUEUED, server_default=ItemState.QUEUED.value)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    next_attempt_at: Mapped[CreatedAt]
    lease_token: Mapped[uuid.UUID | None]
    lease_owner: Mapped[str | None]
    lease_expires_at: Mapped[datetime | None]
    error_code: Mapped[str | None]
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey(Assessment.id))
    cached: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    completed_at: Mapped[datetime | None]
