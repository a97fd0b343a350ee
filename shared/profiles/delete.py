"""Deletes a profile that nothing has ever used."""

from __future__ import annotations

import uuid

import structlog

from shared.audit.actions import AuditAction
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.unit_of_work import UnitOfWork
from shared.profiles.errors import ProfileUsed
from shared.profiles.repository import ProfileRepository
from shared.profiles.versions import VersionRepository

log = structlog.get_logger(__name__)


def delete_profile(uow: UnitOfWork, profile_id: uuid.UUID, *, actor: Actor, request_id: str) -> None:
    """Delete in the caller's transaction; raises ProfileNotFound, and ProfileUsed for a used or the default one."""
    profiles, versions = ProfileRepository(uow.session), VersionRepository(uow.session)
    profiles.lock()
    profile = profiles.get(profile_id)
    if profile.is_default:
        raise ProfileUsed("This is the default profile: make another one the default first.")
    # a job that takes a version at this moment is waited for, and then the version is still there
    versions.remove_unused(profile_id)
    if versions.find_latest(profile_id) is not None:
        raise ProfileUsed("A job or preview has used this profile, so it stays.")
    detail = {"name": profile.name}
    profiles.remove(profile_id)
    record_event(uow, AuditEntry(AuditAction.PROFILE_DELETE, profile_id, actor, request_id, detail))
    uow.after_commit(lambda: log.info("profile_deleted", profile_id=str(profile_id)))
