"""Makes a version the one that new jobs take; activating the version before takes it back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import structlog

from shared.audit.actions import AuditAction
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.unit_of_work import UnitOfWork
from shared.profiles.names import refuse_taken_name
from shared.profiles.repository import ProfileRepository
from shared.profiles.versions import VersionRepository

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ActivateVersion:
    """Which version of which profile; `default`: jobs that name no profile take it, too."""

    profile_id: uuid.UUID
    number: int
    actor: Actor
    request_id: str
    default: bool = False


def activate_version(uow: UnitOfWork, command: ActivateVersion) -> None:
    """Activate in the caller's transaction; jobs accepted before keep their version, and again changes nothing.

    The profile takes the version's name. Raises ProfileNotFound, ProfileVersionNotFound or ProfileExists.
    """
    profiles = ProfileRepository(uow.session)
    profiles.lock()
    profile = profiles.get(command.profile_id)
    version = VersionRepository(uow.session).get(profile.id, command.number)
    before = profile.active_number
    if before == version.number and (profile.is_default or not command.default):
        return
    refuse_taken_name(uow, version.content["name"], of=profile.id)
    profile.name, profile.active_number = version.content["name"], version.number
    profiles.write(profile)
    if command.default:
        profiles.make_default(profile)
    detail = {"version": version.number, "before": before, "default": command.default}
    record_event(uow, AuditEntry(AuditAction.PROFILE_ACTIVATE, profile.id, command.actor, command.request_id, detail))
    profile_id, number = str(profile.id), version.number
    uow.after_commit(lambda: log.info("profile_activated", profile_id=profile_id, version=number))
