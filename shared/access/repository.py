"""Queries over API keys, sessions and sign-in links."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from shared.access.errors import KeyNotFound
from shared.access.models import ApiKey, BrowserSession, SignInLink


def _key_is_live() -> ColumnElement[bool]:
    return and_(
        ApiKey.revoked_at.is_(None), or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > func.clock_timestamp())
    )


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
        return self._session.scalars(select(ApiKey).where(ApiKey.prefix == prefix, _key_is_live())).all()

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


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that is not over, its key, and the database's clock when both were read."""

    session: BrowserSession
    key: ApiKey
    now: datetime


class SessionRepository:
    """Reads and writes sessions in the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self, *, session_id: uuid.UUID, digest: bytes, api_key_id: uuid.UUID, signed_in_by: str, lifetime: timedelta
    ) -> datetime:
        """Write a session that ends after `lifetime` at the latest; returns when it was first seen."""
        # not created_at: both come from the clock, which may tick between them
        seen_at: datetime = self._session.scalars(
            insert(BrowserSession)
            .values(
                id=session_id,
                digest=digest,
                api_key_id=api_key_id,
                signed_in_by=signed_in_by,
                expires_at=func.clock_timestamp() + lifetime,
            )
            .returning(BrowserSession.last_seen_at)
        ).one()
        return seen_at

    def find_live(self, digests: Sequence[bytes], *, idle: timedelta) -> LiveSession | None:
        """The session of the first of these tokens that opens one, with its key; one query.

        None opens any more when session or key is over, or the session was not seen for `idle`.
        """
        now = func.clock_timestamp()
        rows = self._session.execute(
            select(BrowserSession, ApiKey, now)
            .join(ApiKey, ApiKey.id == BrowserSession.api_key_id)
            .where(
                BrowserSession.digest.in_(digests),
                BrowserSession.revoked_at.is_(None),
                BrowserSession.expires_at > now,
                BrowserSession.last_seen_at > now - idle,
                _key_is_live(),
            )
        )
        found = {bytes(row[0].digest): LiveSession(*row) for row in rows}
        return next((found[digest] for digest in digests if digest in found), None)

    def mark_seen(self, session_id: uuid.UUID, *, at_most_every: timedelta) -> None:
        """Note that the session was used, unless that was noted within `at_most_every`."""
        now = func.clock_timestamp()
        self._session.execute(
            update(BrowserSession)
            .where(BrowserSession.id == session_id, BrowserSession.last_seen_at <= now - at_most_every)
            .values(last_seen_at=now)
        )

    def mark_revoked(self, digests: Sequence[bytes]) -> None:
        """End the sessions of these tokens that have not ended."""
        if not digests:
            return
        self._session.execute(
            update(BrowserSession)
            .where(BrowserSession.digest.in_(digests), BrowserSession.revoked_at.is_(None))
            .values(revoked_at=func.clock_timestamp())
        )

    def remove_expired(self) -> None:
        """Delete the sessions that no request can open again, whatever became of them."""
        self._session.execute(delete(BrowserSession).where(BrowserSession.expires_at < func.clock_timestamp()))


class SignInLinkRepository:
    """Reads and writes sign-in links in the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *, link_id: uuid.UUID, digest: bytes, api_key_id: uuid.UUID, lifetime: timedelta) -> datetime:
        """Write a link; returns when it expires."""
        expires_at: datetime = self._session.scalars(
            insert(SignInLink)
            .values(id=link_id, digest=digest, api_key_id=api_key_id, expires_at=func.clock_timestamp() + lifetime)
            .returning(SignInLink.expires_at)
        ).one()
        return expires_at

    def claim(self, digest: bytes) -> ApiKey | None:
        """The live key of an unused link, which is used from now on; of two at once the second finds it used."""
        now = func.clock_timestamp()
        api_key_id = self._session.scalar(
            update(SignInLink)
            .where(
                SignInLink.digest == digest,
                SignInLink.used_at.is_(None),
                SignInLink.expires_at > now,
                SignInLink.api_key_id == ApiKey.id,
                _key_is_live(),
            )
            .values(used_at=now)
            .returning(SignInLink.api_key_id)
            .execution_options(synchronize_session=False)
        )
        return None if api_key_id is None else self._session.get(ApiKey, api_key_id)

    def remove_expired(self) -> None:
        """Delete the links whose time is over."""
        self._session.execute(delete(SignInLink).where(SignInLink.expires_at < func.clock_timestamp()))
