"""Reads what was done to one thing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from shared.audit.actions import SubjectKind
from shared.audit.models import AuditEvent
from shared.audit.repository import AuditRepository
from shared.database.unit_of_work import UnitOfWork

# whoever acts on one thing oftener than this is a program; what it did first is in the table still
EVENTS_SHOWN = 200


def list_events(uow: UnitOfWork, kind: SubjectKind, subject_id: uuid.UUID) -> Sequence[AuditEvent]:
    """The latest events of one thing, newest first, at most 200; empty where nothing was done or nothing is known."""
    return AuditRepository(uow.session).list_events(kind, subject_id, limit=EVENTS_SHOWN)
