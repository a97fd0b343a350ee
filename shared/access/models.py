"""Tables of access: API keys, and the sessions and sign-in links that stand for one."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shared.database.base import Base, CreatedAt, UuidKey


class ApiKey(Base):
    """A key of a program or person; only its SHA-256 is kept, which suffices for 256 random bits."""

    __tablename__ = "api_keys"
    __table_args__ = (
        CheckConstraint("octet_length(key_hash) = 32", name="key_hash_is_sha256"),
        CheckConstraint("scopes <@ ARRAY['submit', 'read', 'configure']::text[]", name="scopes_known"),
    )

    id: Mapped[UuidKey]
    name: Mapped[str]
    prefix: Mapped[str] = mapped_column(index=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class BrowserSession(Base):
    """A browser that signed in with a key; it has the key's rights, and ends with the key at the latest."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("octet_length(digest) = 32", name="digest_is_sha256"),
        CheckConstraint("signed_in_by IN ('key', 'link')", name="signed_in_by_known"),
    )

    id: Mapped[UuidKey]
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    api_key_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("api_keys.id"))
    signed_in_by: Mapped[str]
    created_at: Mapped[CreatedAt]
    last_seen_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignInLink(Base):
    """A link that opens one session, once."""

    __tablename__ = "sign_in_links"
    __table_args__ = (CheckConstraint("octet_length(digest) = 32", name="digest_is_sha256"),)

    id: Mapped[UuidKey]
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    api_key_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("api_keys.id"))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
