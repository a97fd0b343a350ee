"""Queries over audit events: they are added and read, never changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from shared.audit.actions import SubjectKind
from shared.audit.models import AuditEvent


class AuditRepository:
    """Adds and reads audit events within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, event: Mapping[str, Any]) -> None:
        """Write one event at once; the database's clock says when. It waits for no lock."""
        self._session.execute(insert(AuditEvent).values(**event))

    def list_events(self, kind: SubjectKind, subject_id: uuid.UUID, *, limit: int) -> Sequence[AuditEvent]:
        """At most `limit` events of one thing, newest first."""
        return self._session.scalars(
            select(AuditEvent)
            .where(AuditEvent.subject_kind == kind, AuditEvent.subject_id == subject_id)
            .order_by(AuditEvent.id.desc())
            .limit(limit)
        ).all()
