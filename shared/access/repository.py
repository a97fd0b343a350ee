"""Queries over API keys."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from shared.access.errors import KeyNotFound
from shared.access.models import ApiKey


class ApiKeyRepository:
    """Reads and writes keys in the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, key: ApiKey) -> None:
        """Write a new key at once, so that the same transaction can already revoke it."""
        self._session.execute(
            insert(ApiKey).values(
                id=key.id,
                name=key.name,
                prefix=key.prefix,
                key_hash=key.key_hash,
                scopes=key.scopes,
                expires_at=key.expires_at,
            )
        )

    def list_live(self, prefix: str) -> Sequence[ApiKey]:
        """Keys with this public prefix, nearly always one, that are neither revoked nor expired."""
        return self._session.scalars(
            select(ApiKey).where(
                ApiKey.prefix == prefix,
                ApiKey.revoked_at.is_(None),
                or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > func.clock_timestamp()),
            )
        ).all()

    def list_all(self) -> Sequence[ApiKey]:
        """Every key, newest first."""
        return self._session.scalars(select(ApiKey).order_by(ApiKey.created_at.desc(), ApiKey.id.desc())).all()

    def mark_used(self, key_id: uuid.UUID, *, at_most_every: timedelta) -> None:
        """Note the use, unless one was noted within `at_most_every`."""
        now = func.clock_timestamp()
        self._session.execute(
            update(ApiKey)
            .where(ApiKey.id == key_id, or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < now - at_most_every))
            .values(last_used_at=now)
        )

    def mark_revoked(self, key_id: uuid.UUID) -> datetime:
        """When the key was revoked: now, or earlier if it was already; raises KeyNotFound."""
        revoked_at: datetime | None = self._session.scalar(
            update(ApiKey)
            .where(ApiKey.id == key_id)
            .values(revoked_at=func.coalesce(ApiKey.revoked_at, func.clock_timestamp()))
            .returning(ApiKey.revoked_at)
        )
        if revoked_at is None:
            raise KeyNotFound("There is no key with this id.")
        return revoked_at
