"""Adds a version to a profile, or changes one that nothing has used yet."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import structlog

from shared.audit.actions import AuditAction
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.unit_of_work import UnitOfWork
from shared.profiles.activate import ActivateVersion, activate_version
from shared.profiles.content import ProfileContent, content_hash
from shared.profiles.errors import ProfileVersionFixed
from shared.profiles.models import Profile
from shared.profiles.names import refuse_taken_name
from shared.profiles.repository import ProfileRepository
from shared.profiles.versions import VersionRepository

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AddVersion:
    """What the version says, and whether it becomes the active one, and its profile the default."""

    profile_id: uuid.UUID
    content: ProfileContent
    actor: Actor
    request_id: str
    activate: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True)
class ReplaceVersion:
    """What a version says instead."""

    profile_id: uuid.UUID
    number: int
    content: ProfileContent
    actor: Actor
    request_id: str


@dataclass(frozen=True, slots=True)
class AddedVersion:
    """The number of the version with this content, and whether it is new: equal to the latest one, none is added."""

    number: int
    is_new: bool


def add_version(uow: UnitOfWork, command: AddVersion) -> AddedVersion:
    """Add the version in the caller's transaction; raises ProfileNotFound or ProfileExists."""
    profiles, versions = ProfileRepository(uow.session), VersionRepository(uow.session)
    profiles.lock()
    profile = profiles.get(command.profile_id)
    latest = versions.find_latest(profile.id)
    if latest is not None and bytes(latest.content_hash) == content_hash(command.content):
        added = AddedVersion(latest.number, is_new=False)
    else:
        refuse_taken_name(uow, command.content.name, of=profile.id)
        added = AddedVersion(latest.number + 1 if latest else 1, is_new=True)
        versions.add(profile.id, added.number, command.content)
        _follow_draft(profile, command.content)
        profiles.write(profile)
        _record(uow, command, added.number, replaced=False)
    if command.activate or command.default:
        activate_version(
            uow,
            ActivateVersion(profile.id, added.number, command.actor, command.request_id, default=command.default),
        )
    return added


def replace_version(uow: UnitOfWork, command: ReplaceVersion) -> None:
    """Let an editable version say something else, in the caller's transaction.

    Raises ProfileNotFound, ProfileVersionNotFound, ProfileExists, or ProfileVersionFixed once it is active or used.
    """
    profiles, versions = ProfileRepository(uow.session), VersionRepository(uow.session)
    profiles.lock()
    profile = profiles.get(command.profile_id)
    version = versions.get(profile.id, command.number)
    if profile.active_number == version.number:
        raise ProfileVersionFixed("This version is active: jobs take it. Add a version instead.")
    refuse_taken_name(uow, command.content.name, of=profile.id)
    if not versions.replace(version.id, command.content):
        raise ProfileVersionFixed("A job or preview has used this version. Add a version instead.")
    _follow_draft(profile, command.content)
    profiles.write(profile)
    _record(uow, command, command.number, replaced=True)


def _follow_draft(profile: Profile, content: ProfileContent) -> None:
    """Give a profile without an active version its newest draft's name; another keeps its own until it is activated."""
    if profile.active_number is None:
        profile.name = content.name


def _record(uow: UnitOfWork, command: AddVersion | ReplaceVersion, number: int, *, replaced: bool) -> None:
    detail = {"version": number, "replaced": replaced}
    record_event(
        uow,
        AuditEntry(AuditAction.PROFILE_VERSION, command.profile_id, command.actor, command.request_id, detail),
    )
    profile_id = str(command.profile_id)
    uow.after_commit(lambda: log.info("profile_version_written", profile_id=profile_id, version=number))
