"""Queries over versions of profiles."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, defer

from shared.ids import new_id
from shared.profiles.content import ProfileContent, content_hash
from shared.profiles.errors import ProfileVersionNotFound
from shared.profiles.models import ProfileVersion


class VersionRepository:
    """Reads and writes versions within one session; whoever writes holds the lock of ProfileRepository."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, profile_id: uuid.UUID, number: int) -> ProfileVersion | None:
        """This version, if the profile has it."""
        return self._session.scalar(
            select(ProfileVersion).where(ProfileVersion.profile_id == profile_id, ProfileVersion.number == number)
        )

    def get(self, profile_id: uuid.UUID, number: int) -> ProfileVersion:
        """This version; raises ProfileVersionNotFound."""
        version = self.find(profile_id, number)
        if version is None:
            raise ProfileVersionNotFound
        return version

    def find_latest(self, profile_id: uuid.UUID) -> ProfileVersion | None:
        """The version with the highest number."""
        return self._session.scalar(
            select(ProfileVersion)
            .where(ProfileVersion.profile_id == profile_id)
            .order_by(ProfileVersion.number.desc())
            .limit(1)
        )

    def list_heads(self, profile_id: uuid.UUID) -> Sequence[ProfileVersion]:
        """All versions, newest first, without what they say."""
        return self._session.scalars(
            select(ProfileVersion)
            .options(defer(ProfileVersion.content, raiseload=True))
            .where(ProfileVersion.profile_id == profile_id)
            .order_by(ProfileVersion.number.desc())
        ).all()

    def add(self, profile_id: uuid.UUID, number: int, content: ProfileContent) -> ProfileVersion:
        """A new version of this number."""
        version = ProfileVersion(
            id=new_id(),
            profile_id=profile_id,
            number=number,
            content=content.to_json(),
            content_hash=content_hash(content),
        )
        self._session.add(version)
        self._session.flush()
        self._session.refresh(version)
        return version

    def replace(self, version_id: uuid.UUID, content: ProfileContent) -> bool:
        """Let the version say something else unless a job has used it; a job that takes it meanwhile is waited for."""
        replaced = self._session.scalar(
            update(ProfileVersion)
            .where(ProfileVersion.id == version_id, ProfileVersion.used_at.is_(None))
            .values(content=content.to_json(), content_hash=content_hash(content))
            .returning(ProfileVersion.id)
            .execution_options(synchronize_session=False)
        )
        self._session.expire_all()
        return replaced is not None

    def mark_used(self, version_id: uuid.UUID) -> bool:
        """Fix the version for ever, from now on or since it was used first; False: it was deleted meanwhile."""
        marked = self._session.scalar(
            update(ProfileVersion)
            .where(ProfileVersion.id == version_id)
            .values(used_at=func.coalesce(ProfileVersion.used_at, func.clock_timestamp()))
            .returning(ProfileVersion.id)
            .execution_options(synchronize_session=False)
        )
        return marked is not None

    def remove_unused(self, profile_id: uuid.UUID) -> None:
        """Delete the profile's versions that no job has used."""
        self._session.execute(
            delete(ProfileVersion)
            .where(ProfileVersion.profile_id == profile_id, ProfileVersion.used_at.is_(None))
            .execution_options(synchronize_session=False)
        )
