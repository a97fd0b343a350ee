"""Table of what people and the house itself did."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from shared.audit.actions import ActorKind, SubjectKind
from shared.database.base import Base, BigKey, CreatedAt


def _one_of(column: str, values: type[ActorKind] | type[SubjectKind]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class AuditEvent(Base):
    """One deed, never changed; it names its key without a foreign key, so that it outlives the key."""

    __tablename__ = "audit_events"
    __table_args__ = (
        CheckConstraint(_one_of("actor_kind", ActorKind), name="actor_kind_known"),
        CheckConstraint(_one_of("subject_kind", SubjectKind), name="subject_kind_known"),
        CheckConstraint("(actor_kind = 'key') = (api_key_id IS NOT NULL)", name="key_named_when_one_acted"),
        Index("ix_audit_events_subject", "subject_kind", "subject_id", "id"),
    )

    id: Mapped[BigKey]
    at: Mapped[CreatedAt]
    actor_kind: Mapped[str]
    api_key_id: Mapped[uuid.UUID | None]
    actor: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    request_id: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
