"""Queries over profiles."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, not_, select, text, tuple_, update
from sqlalchemy.orm import Session

from shared.errors import NotFound
from shared.ids import new_id
from shared.profiles.content import ProfileContent
from shared.profiles.errors import ProfileNotFound
from shared.profiles.load_preset import load_preset
from shared.profiles.models import Profile, ProfileVersion
from shared.profiles.versions import VersionRepository

DEFAULT_PRESET = "b2b"
# changes of profiles are few and depend on one another by names, numbers and the one default: one at a time
PROFILES_LOCK = 7_305_004

_KEYS = (not_(Profile.is_default), func.lower(Profile.name), Profile.id)


@dataclass(frozen=True, slots=True)
class VersionLabel:
    """How a profile version is named to people; `profile_id` is None while the built-in profile is not written yet."""

    name: str
    number: int
    profile_id: uuid.UUID | None = None


class ProfileRepository:
    """Reads and writes profiles within one session; makes the default one when there is none yet."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self) -> None:
        """Hold up every other change of profiles until this transaction ends, and see what those before changed."""
        self._session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PROFILES_LOCK})
        self._session.expire_all()

    def get(self, profile_id: uuid.UUID) -> Profile:
        """The profile; raises ProfileNotFound."""
        profile = self._session.get(Profile, profile_id)
        if profile is None:
            raise ProfileNotFound
        return profile

    def find_named(self, name: str) -> Profile | None:
        """The profile of this name, in whatever case."""
        return self._session.scalar(select(Profile).where(func.lower(Profile.name) == func.lower(name)))

    def find_default(self) -> Profile | None:
        """What jobs take that name no profile; None until the first one is written."""
        return self._session.scalar(select(Profile).where(Profile.is_default))

    def list_profiles(self, *, limit: int, after: uuid.UUID | None = None) -> list[tuple[Profile, int]]:
        """Up to `limit` profiles after this one with their latest version's number, the default first, then by name."""
        latest = select(func.max(ProfileVersion.number)).where(ProfileVersion.profile_id == Profile.id)
        query = select(Profile, latest.scalar_subquery()).order_by(*_KEYS).limit(limit)
        if after is not None:
            mark = select(*_KEYS).where(Profile.id == after).correlate(None).scalar_subquery()
            query = query.where(tuple_(*_KEYS) > mark)
        return [(profile, number) for profile, number in self._session.execute(query)]

    def list_names(self, *, limit: int) -> Sequence[str]:
        """The names of the first profiles of `list_profiles`."""
        return self._session.scalars(select(Profile.name).order_by(*_KEYS).limit(limit)).all()

    def add(self, name: str, *, active_number: int | None, is_default: bool = False) -> Profile:
        """A new profile."""
        profile = Profile(id=new_id(), name=name, active_number=active_number, is_default=is_default)
        self._session.add(profile)
        self._session.flush()
        self._session.refresh(profile)
        return profile

    def write(self, profile: Profile) -> None:
        """Write what changed of the profile, and when."""
        profile.updated_at = self._session.execute(select(func.clock_timestamp())).scalar_one()
        self._session.flush()

    def make_default(self, profile: Profile) -> None:
        """Let this profile be the default one, and the one before not."""
        self._session.execute(
            update(Profile)
            .where(Profile.is_default, Profile.id != profile.id)
            .values(is_default=False)
            .execution_options(synchronize_session=False)
        )
        profile.is_default = True
        self.write(profile)

    def remove(self, profile_id: uuid.UUID) -> None:
        """Delete a profile that has no version any more."""
        self._session.execute(
            delete(Profile).where(Profile.id == profile_id).execution_options(synchronize_session=False)
        )

    def ensure_default(self) -> Profile:
        """The default profile, written from the preset if there is none yet; two at once end up with the same one."""
        profile = self.find_default()
        if profile is None:
            self.lock()
            profile = self.find_default() or self._write_preset()
        return profile

    def use_active_version(self) -> ProfileVersion:
        """The active version of the default profile, marked as used and so fixed for ever."""
        profile = self.ensure_default()
        versions = VersionRepository(self._session)
        version = versions.get(profile.id, profile.active_number or 0)
        if version.used_at is None:
            versions.mark_used(version.id)
        return version

    def get_content(self, version_id: uuid.UUID) -> ProfileContent:
        """What a version says; raises NotFound."""
        content = self._session.scalar(select(ProfileVersion.content).where(ProfileVersion.id == version_id))
        if content is None:
            raise NotFound("There is no such profile version.")
        return ProfileContent.from_json(content)

    def get_active_content(self) -> ProfileContent:
        """What the active version of the default profile says; the preset until that profile is written."""
        content = self._session.scalar(
            select(ProfileVersion.content)
            .join(Profile, (Profile.id == ProfileVersion.profile_id) & (Profile.active_number == ProfileVersion.number))
            .where(Profile.is_default)
        )
        return load_preset(DEFAULT_PRESET) if content is None else ProfileContent.from_json(content)

    def _write_preset(self) -> Profile:
        content = load_preset(DEFAULT_PRESET)
        profile = self.add(content.name, active_number=1, is_default=True)
        VersionRepository(self._session).add(profile.id, 1, content)
        return profile
