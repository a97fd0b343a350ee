"""Lets a person say how a lead ended, and take it back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from shared.audit.actions import AuditAction
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Fault
from shared.ids import new_id
from shared.leads.read import get_lead
from shared.verdicts.errors import VerdictInvalid
from shared.verdicts.kinds import OutcomeKind
from shared.verdicts.models import Outcome
from shared.verdicts.repository import VerdictRepository

log = structlog.get_logger(__name__)

# so much may the sender's clock be ahead of ours
CLOCK_SLACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """How a lead ended, when (None: now) and why, if that was said; by a key."""

    lead_id: uuid.UUID
    outcome: OutcomeKind
    actor: Actor
    request_id: str
    reason: str | None = None
    happened_at: datetime | None = None


def record_outcome(uow: UnitOfWork, command: RecordOutcome) -> None:
    """Write the word in the caller's transaction; the one before is withdrawn, and the same again changes nothing.

    Raises LeadNotFound, or VerdictInvalid for a time to come.
    """
    verdicts = VerdictRepository(uow.session)
    verdicts.lock(command.lead_id)
    lead = get_lead(uow, command.lead_id).lead
    now = verdicts.now()
    if command.happened_at is not None and command.happened_at > now + CLOCK_SLACK:
        fault = Fault("in_future", "Must not be later than now.", "/at")
        raise VerdictInvalid("A lead cannot have ended in time to come.", faults=[fault])
    before = verdicts.find_outcome(command.lead_id)
    if before is not None:
        if _says_the_same(before, command):
            return
        verdicts.withdraw(before)
    outcome = Outcome(
        id=new_id(),
        lead_id=lead.id,
        assessment_id=lead.assessment_id,
        outcome=command.outcome.value,
        reason=command.reason,
        happened_at=command.happened_at or now,
        api_key_id=command.actor.api_key_id,
        by=command.actor.name,
    )
    verdicts.add(outcome)
    _record(uow, command, outcome, replaced=before)


def withdraw_outcome(uow: UnitOfWork, lead_id: uuid.UUID, *, actor: Actor, request_id: str) -> None:
    """Let the lead be open again, in the caller's transaction; where it is, nothing changes. Raises LeadNotFound."""
    verdicts = VerdictRepository(uow.session)
    verdicts.lock(lead_id)
    get_lead(uow, lead_id)
    outcome = verdicts.find_outcome(lead_id)
    if outcome is None:
        return
    verdicts.withdraw(outcome)
    detail = {"outcome_id": str(outcome.id), "outcome": outcome.outcome}
    record_event(uow, AuditEntry(AuditAction.LEAD_OUTCOME_WITHDRAWN, lead_id, actor, request_id, detail))
    uow.after_commit(lambda: log.info("lead_outcome_withdrawn", lead_id=str(lead_id)))


def _says_the_same(before: Outcome, command: RecordOutcome) -> bool:
    """Whether the same key said the same; a request without a time means the one that was noted."""
    same_time = command.happened_at is None or before.happened_at == command.happened_at
    said = (command.outcome.value, command.reason, command.actor.api_key_id)
    return same_time and said == (before.outcome, before.reason, before.api_key_id)


def _record(uow: UnitOfWork, command: RecordOutcome, outcome: Outcome, *, replaced: Outcome | None) -> None:
    detail = {
        "outcome_id": str(outcome.id),
        "outcome": outcome.outcome,
        "reason": outcome.reason,
        "replaced": None if replaced is None else str(replaced.id),
    }
    record_event(uow, AuditEntry(AuditAction.LEAD_OUTCOME, command.lead_id, command.actor, command.request_id, detail))
    uow.after_commit(lambda: log.info("lead_outcome_recorded", lead_id=str(command.lead_id)))
