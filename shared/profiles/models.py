"""Tables of ideal customer profiles and their versions."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.database.base import Base, CreatedAt, UuidKey


class Profile(Base):
    """A named profile; jobs that name it take the version `active_number`, jobs that name none the default profile."""

    __tablename__ = "profiles"
    __table_args__ = (
        CheckConstraint("NOT is_default OR active_number IS NOT NULL", name="default_is_active"),
        Index("uq_profiles_is_default", "is_default", unique=True, postgresql_where=text("is_default")),
    )

    id: Mapped[UuidKey]
    name: Mapped[str]
    active_number: Mapped[int | None]
    is_default: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[CreatedAt]


# people find a profile by its name in any case, so no two may differ in case alone
Index("uq_profiles_name", func.lower(Profile.name), unique=True)


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
