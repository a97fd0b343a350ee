"""Creates a profile with its first version."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import structlog

from shared.audit.actions import AuditAction
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.unit_of_work import UnitOfWork
from shared.profiles.content import ProfileContent
from shared.profiles.names import refuse_taken_name
from shared.profiles.repository import ProfileRepository
from shared.profiles.versions import VersionRepository

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CreateProfile:
    """What the first version says, whether jobs may take it at once, and whether jobs do that name no profile."""

    content: ProfileContent
    actor: Actor
    request_id: str
    activate: bool = False
    default: bool = False


def create_profile(uow: UnitOfWork, command: CreateProfile) -> uuid.UUID:
    """Write the profile in the caller's transaction; raises ProfileExists. A default profile is always active."""
    profiles = ProfileRepository(uow.session)
    # else a first profile of one's own could take the built-in one's name before it is there
    profiles.ensure_default()
    profiles.lock()
    refuse_taken_name(uow, command.content.name)
    active = command.activate or command.default
    profile = profiles.add(command.content.name, active_number=1 if active else None)
    VersionRepository(uow.session).add(profile.id, 1, command.content)
    if command.default:
        profiles.make_default(profile)
    detail = {"version": 1, "name": profile.name, "activated": active, "default": command.default}
    record_event(uow, AuditEntry(AuditAction.PROFILE_CREATE, profile.id, command.actor, command.request_id, detail))
    profile_id = profile.id
    uow.after_commit(lambda: log.info("profile_created", profile_id=str(profile_id)))
    return profile_id
