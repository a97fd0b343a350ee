"""Shows what a version of a profile makes of some leads: a job like any other, whose scores no lead keeps."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.accept import AcceptJob, accept_job
from shared.jobs.models import Job
from shared.jobs.states import JobKind
from shared.leads.recall import recall_latest, recall_leads
from shared.leads.validate import LeadRow
from shared.profiles.choose import ProfileChoice
from shared.profiles.repository import ProfileRepository
from shared.profiles.versions import VersionRepository
from shared.queue.publish import Wake
from shared.settings import Settings

# enough to see what a profile does, few enough to be read one by one
MOST_LEADS = 20


@dataclass(frozen=True, slots=True)
class PreviewProfile:
    """Which version, and exactly one of: checked leads, ids of leads, how many of the latest leads."""

    profile_id: uuid.UUID
    version: int
    request_id: str
    leads: Sequence[LeadRow] = ()
    lead_ids: Sequence[uuid.UUID] = ()
    sample: int | None = None
    api_key_id: uuid.UUID | None = None


def preview_profile(uow: UnitOfWork, command: PreviewProfile, *, settings: Settings, wake: Wake) -> Job:
    """Accept the preview in the caller's transaction; the version is fixed by it, as by any job.

    Raises ProfileNotFound, ProfileVersionNotFound or LeadValidationError.
    """
    profile = ProfileRepository(uow.session).get(command.profile_id)
    VersionRepository(uow.session).get(profile.id, command.version)
    accepted = AcceptJob(
        leads=_leads(uow, command),
        request_id=command.request_id,
        name=f"Preview of {profile.name}, version {command.version}",
        api_key_id=command.api_key_id,
        choice=ProfileChoice(str(profile.id), command.version),
        kind=JobKind.PREVIEW,
    )
    return accept_job(uow, accepted, settings=settings, wake=wake)


def _leads(uow: UnitOfWork, command: PreviewProfile) -> Sequence[LeadRow]:
    if command.sample is not None:
        return recall_latest(uow, command.sample)
    return command.leads or recall_leads(uow, command.lead_ids)
