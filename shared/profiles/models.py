"""Tables of ideal customer profiles and their versions."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.database.base import Base, CreatedAt, UuidKey


class Profile(Base):
    """A named profile; `active_number` is the version that new jobs take."""

    __tablename__ = "profiles"

    id: Mapped[UuidKey]
    name: Mapped[str] = mapped_column(unique=True)
    active_number: Mapped[int]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]


class ProfileVersion(Base):
    """One version of a profile's content; never changed once a job has used it."""

    __tablename__ = "profile_versions"
    __table_args__ = (
        UniqueConstraint("profile_id", "number"),
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("octet_length(content_hash) = 32", name="content_hash_is_sha256"),
    )

    id: Mapped[UuidKey]
    profile_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Profile.id))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[CreatedAt]
    used_at: Mapped[datetime | None]
