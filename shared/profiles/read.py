"""Reads profiles and their versions as people see them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.database.unit_of_work import UnitOfWork
from shared.profiles.compare import Change, compare
from shared.profiles.content import ProfileContent
from shared.profiles.models import Profile, ProfileVersion
from shared.profiles.repository import ProfileRepository
from shared.profiles.versions import VersionRepository


@dataclass(frozen=True, slots=True)
class VersionHead:
    """A version without what it says; an editable one may be replaced: it is not active, and nothing has used it."""

    number: int
    created_at: datetime
    used_at: datetime | None
    is_active: bool

    @property
    def editable(self) -> bool:
        """Whether it may still say something else."""
        return self.used_at is None and not self.is_active


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile with the number of its latest version, and all versions, newest first; None in lists."""

    profile: Profile
    latest_number: int
    versions: Sequence[VersionHead] | None = None


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version with what it says, and what that changed in the version before; nothing for the first."""

    profile: Profile
    head: VersionHead
    content: ProfileContent
    changes: Sequence[Change]


def list_profiles(uow: UnitOfWork, *, limit: int, after: uuid.UUID | None = None) -> list[ProfileView]:
    """Up to `limit` profiles that come after this one: the default first, then by name.

    Writes the built-in profile where nobody has needed it yet: jobs take it, so the list must not be empty.
    """
    profiles = ProfileRepository(uow.session)
    profiles.ensure_default()
    return [ProfileView(profile, number) for profile, number in profiles.list_profiles(limit=limit, after=after)]


def get_profile(uow: UnitOfWork, profile_id: uuid.UUID) -> ProfileView:
    """One profile with its versions; raises ProfileNotFound."""
    profile = ProfileRepository(uow.session).get(profile_id)
    heads = [_head(profile, version) for version in VersionRepository(uow.session).list_heads(profile_id)]
    return ProfileView(profile, heads[0].number, heads)


def get_version(uow: UnitOfWork, profile_id: uuid.UUID, number: int) -> VersionView:
    """One version; raises ProfileNotFound or ProfileVersionNotFound."""
    profile, versions = ProfileRepository(uow.session).get(profile_id), VersionRepository(uow.session)
    version = versions.get(profile_id, number)
    content = ProfileContent.from_json(version.content)
    before = versions.find(profile_id, number - 1)
    changes = [] if before is None else compare(ProfileContent.from_json(before.content), content)
    return VersionView(profile, _head(profile, version), content, changes)


def _head(profile: Profile, version: ProfileVersion) -> VersionHead:
    return VersionHead(
        number=version.number,
        created_at=version.created_at,
        used_at=version.used_at,
        is_active=version.number == profile.active_number,
    )
