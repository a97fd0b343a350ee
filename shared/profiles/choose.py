"""Finds the profile version that a job names: by id or name, by number, or the default's active one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy.orm import Session

from shared.database.unit_of_work import UnitOfWork
from shared.errors import Fault, Invalid
from shared.profiles.content import ProfileContent
from shared.profiles.errors import ProfileNotActive, ProfileNotFound, ProfileUnknown
from shared.profiles.load_preset import load_preset
from shared.profiles.models import Profile, ProfileVersion
from shared.profiles.repository import DEFAULT_PRESET, ProfileRepository, VersionLabel
from shared.profiles.versions import VersionRepository

NAMES_TOLD = 20


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """What a job says of its profile: an id or a name in any case (None: the default), a version (None: the active)."""

    profile: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ActiveProfile:
    """What a job would be judged by; `version_id` is None while the built-in profile is not written yet."""

    version_id: uuid.UUID | None
    label: VersionLabel
    content: ProfileContent
    used: bool


@dataclass(frozen=True, slots=True)
class UsedVersion:
    """The version that a job was given."""

    id: uuid.UUID
    label: VersionLabel


def find_choice(uow: UnitOfWork, choice: ProfileChoice) -> ActiveProfile:
    """What a job with this choice would take; nothing is made or marked. Raises ProfileUnknown or ProfileNotActive."""
    profiles = ProfileRepository(uow.session)
    if choice == ProfileChoice() and profiles.find_default() is None:
        content = load_preset(DEFAULT_PRESET)
        return ActiveProfile(None, VersionLabel(content.name, 1), content, used=False)
    profile, version = _find(uow.session, choice, profiles.find_default())
    content = ProfileContent.from_json(version.content)
    label = VersionLabel(profile.name, version.number, profile.id)
    return ActiveProfile(version.id, label, content, used=version.used_at is not None)


def use_choice(uow: UnitOfWork, choice: ProfileChoice) -> UsedVersion:
    """The version that a job with this choice takes, fixed for ever from now on; raises as find_choice."""
    profile, version = _find(uow.session, choice, ProfileRepository(uow.session).ensure_default())
    if version.used_at is None and not VersionRepository(uow.session).mark_used(version.id):
        _refuse_profile(uow.session)
    return UsedVersion(version.id, VersionLabel(profile.name, version.number, profile.id))


def _find(session: Session, choice: ProfileChoice, default: Profile | None) -> tuple[Profile, ProfileVersion]:
    profile = default if choice.profile is None else _named(session, choice.profile)
    if profile is None:
        _refuse_profile(session)
    versions = VersionRepository(session)
    number = profile.active_number if choice.version is None else choice.version
    if number is None:
        detail = f"“{profile.name}” has no active version: activate one, or name a version."
        raise _refusal(ProfileNotActive, detail, "/profile")
    version = versions.find(profile.id, number)
    if version is None:
        latest = versions.find_latest(profile.id)
        has = f"has versions 1 to {latest.number}" if latest else "has no version"
        raise _refusal(ProfileUnknown, f"“{profile.name}” {has}.", "/profile_version")
    return profile, version


def _named(session: Session, named: str) -> Profile | None:
    profiles = ProfileRepository(session)
    try:
        return profiles.get(uuid.UUID(named))
    except (ValueError, ProfileNotFound):
        # a name may look like an id, too
        return profiles.find_named(named)


def _refuse_profile(session: Session) -> NoReturn:
    names = ProfileRepository(session).list_names(limit=NAMES_TOLD + 1)
    told = ", ".join(f"“{name}”" for name in names[:NAMES_TOLD]) + (", …" if len(names) > NAMES_TOLD else "")
    raise _refusal(ProfileUnknown, f"There is no such profile; there are {told}.", "/profile")


def _refusal(kind: type[ProfileUnknown] | type[ProfileNotActive], detail: str, pointer: str) -> Invalid:
    return kind(detail, faults=[Fault(kind.code, detail, pointer=pointer)])
