"""Revokes an API key, at once and for good."""

from __future__ import annotations

import uuid
from datetime import datetime

import structlog

from shared.access.repository import ApiKeyRepository
from shared.database.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)


def revoke_key(uow: UnitOfWork, key_id: uuid.UUID) -> datetime:
    """When the key was revoked (a second call changes nothing); raises KeyNotFound."""
    revoked_at = ApiKeyRepository(uow.session).mark_revoked(key_id)
    uow.after_commit(lambda: log.info("key_revoked", key_id=str(key_id)))
    return revoked_at
