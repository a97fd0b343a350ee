"""Lets a person say what a lead should score, beside what the model judged, and take it back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import structlog

from shared.audit.actions import AuditAction
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Fault
from shared.ids import new_id
from shared.leads.read import get_lead
from shared.profiles.repository import ProfileRepository
from shared.scoring.models import Assessment
from shared.scoring.score import tier_of
from shared.verdicts.errors import LeadNotJudged, VerdictInvalid
from shared.verdicts.models import Override
from shared.verdicts.repository import VerdictRepository

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OverrideLead:
    """Another score (0 to 100), another tier of the profile that judged, or both, and why; by a key."""

    lead_id: uuid.UUID
    reason: str
    actor: Actor
    request_id: str
    score: int | None = None
    tier: str | None = None


def override_lead(uow: UnitOfWork, command: OverrideLead) -> None:
    """Write the word in the caller's transaction; the one before is withdrawn, and the same again changes nothing.

    A score without a tier takes the tier that the profile gives it. Raises LeadNotFound, LeadNotJudged or
    VerdictInvalid.
    """
    verdicts = VerdictRepository(uow.session)
    verdicts.lock(command.lead_id)
    view = get_lead(uow, command.lead_id)
    if view.assessment is None:
        raise LeadNotJudged
    before = verdicts.find_override(command.lead_id)
    said = {
        "assessment_id": view.assessment.id,
        "score": command.score,
        "tier": _checked_tier(uow, view.assessment, command),
        "reason": command.reason,
        "api_key_id": command.actor.api_key_id,
    }
    if before is not None and all(getattr(before, name) == value for name, value in said.items()):
        return
    if before is not None:
        verdicts.withdraw(before)
    override = Override(id=new_id(), lead_id=command.lead_id, by=command.actor.name, **said)
    verdicts.add(override)
    _record(uow, command, override, replaced=before)


def withdraw_override(uow: UnitOfWork, lead_id: uuid.UUID, *, actor: Actor, request_id: str) -> None:
    """Let the model's word stand alone again, in the caller's transaction; where it does, nothing changes.

    Raises LeadNotFound.
    """
    verdicts = VerdictRepository(uow.session)
    verdicts.lock(lead_id)
    get_lead(uow, lead_id)
    override = verdicts.find_override(lead_id)
    if override is None:
        return
    verdicts.withdraw(override)
    detail = {"override_id": str(override.id)}
    record_event(uow, AuditEntry(AuditAction.LEAD_OVERRIDE_WITHDRAWN, lead_id, actor, request_id, detail))
    uow.after_commit(lambda: log.info("lead_override_withdrawn", lead_id=str(lead_id)))


def _checked_tier(uow: UnitOfWork, assessment: Assessment, command: OverrideLead) -> str | None:
    """The tier that was named, if the profile that judged has it, else that of the score."""
    profile = ProfileRepository(uow.session).get_content(assessment.profile_version_id)
    names = [tier.name for tier in profile.tiers]
    if command.tier is not None and command.tier not in names:
        detail = f"Must be a tier of the profile that judged the lead: {', '.join(names)}."
        raise VerdictInvalid("The lead's profile has no such tier.", faults=[Fault("unknown_tier", detail, "/tier")])
    if command.tier is None and command.score is not None:
        return tier_of(profile, command.score)
    return command.tier


def _record(uow: UnitOfWork, command: OverrideLead, override: Override, *, replaced: Override | None) -> None:
    detail: dict[str, Any] = {
        "override_id": str(override.id),
        "assessment_id": override.assessment_id,
        "score": override.score,
        "tier": override.tier,
        "reason": override.reason,
        "replaced": None if replaced is None else str(replaced.id),
    }
    record_event(uow, AuditEntry(AuditAction.LEAD_OVERRIDE, command.lead_id, command.actor, command.request_id, detail))
    uow.after_commit(lambda: log.info("lead_overridden", lead_id=str(command.lead_id)))
