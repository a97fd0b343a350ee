"""Queries over profiles."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.errors import NotFound
from shared.ids import new_id
from shared.profiles.content import ProfileContent, content_hash
from shared.profiles.load_preset import load_preset
from shared.profiles.models import Profile, ProfileVersion

DEFAULT_PRESET = "b2b"


@dataclass(frozen=True, slots=True)
class VersionLabel:
    """How a profile version is named to people."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class ActiveProfile:
    """What the next job will be judged by; `version_id` is None until the first job writes the default profile."""

    version_id: uuid.UUID | None
    label: VersionLabel
    content: ProfileContent
    used: bool


class ProfileRepository:
    """Reads profiles; makes the default one when there is none yet."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def use_active_version(self) -> ProfileVersion:
        """The active version of the default profile, marked as used and so fixed for ever."""
        version = self._find_active_version() or self._make_default()
        if version.used_at is None:
            self._session.execute(
                update(ProfileVersion)
                .where(ProfileVersion.id == version.id, ProfileVersion.used_at.is_(None))
                .values(used_at=func.now())
            )
        return version

    def get_active(self) -> ActiveProfile:
        """The active version of the default profile, neither made nor marked as used."""
        version = self._find_active_version()
        if version is None:
            content = load_preset(DEFAULT_PRESET)
            return ActiveProfile(None, VersionLabel(content.name, 1), content, used=False)
        content = ProfileContent.from_json(version.content)
        return ActiveProfile(version.id, self.get_label(version.id), content, used=version.used_at is not None)

    def get_content(self, version_id: uuid.UUID) -> ProfileContent:
        """What a version says; raises NotFound."""
        content = self._session.scalar(select(ProfileVersion.content).where(ProfileVersion.id == version_id))
        if content is None:
            raise NotFound("There is no such profile version.")
        return ProfileContent.from_json(content)

    def get_active_content(self) -> ProfileContent:
        """What the active version of the default profile says; the preset until the first job has written it."""
        version = self._find_active_version()
        return load_preset(DEFAULT_PRESET) if version is None else ProfileContent.from_json(version.content)

    def get_label(self, version_id: uuid.UUID) -> VersionLabel:
        """Name and number of a version; raises NotFound."""
        row = self._session.execute(
            select(Profile.name, ProfileVersion.number)
            .join(Profile, Profile.id == ProfileVersion.profile_id)
            .where(ProfileVersion.id == version_id)
        ).first()
        if row is None:
            raise NotFound("There is no such profile version.")
        return VersionLabel(name=row.name, number=row.number)

    def _find_active_version(self) -> ProfileVersion | None:
        return self._session.scalar(
            select(ProfileVersion)
            .join(Profile, (Profile.id == ProfileVersion.profile_id) & (Profile.active_number == ProfileVersion.number))
            .order_by(Profile.created_at, Profile.id)
            .limit(1)
        )

    def _make_default(self) -> ProfileVersion:
        """Write the preset as the first profile; two first jobs at once end up with the same one."""
        content = load_preset(DEFAULT_PRESET)
        profile_id = self._session.scalar(
            insert(Profile)
            .values(id=new_id(), name=content.name, active_number=1)
            .on_conflict_do_nothing(index_elements=["name"])
            .returning(Profile.id)
        )
        if profile_id is not None:
            self._session.execute(
                insert(ProfileVersion).values(
                    id=new_id(),
                    profile_id=profile_id,
                    number=1,
                    content=content.to_json(),
                    content_hash=content_hash(content),
                )
            )
        version = self._find_active_version()
        if version is None:
            raise NotFound("The default profile has no active version.")
        return version
