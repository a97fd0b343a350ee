"""Table of API keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shared.database.base import Base, CreatedAt, UuidKey


class ApiKey(Base):
    """A key of a program or person; only its SHA-256 is kept, which suffices for 256 random bits."""

    __tablename__ = "api_keys"
    __table_args__ = (
        CheckConstraint("octet_length(key_hash) = 32", name="key_hash_is_sha256"),
        CheckConstraint("scopes <@ ARRAY['submit', 'read']::text[]", name="scopes_known"),
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
