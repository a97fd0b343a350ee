"""Brings back leads as they were last submitted, so that they can be judged once more."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from shared.database.unit_of_work import UnitOfWork
from shared.errors import Fault
from shared.leads.errors import LeadValidationError
from shared.leads.fields import LEAD_FIELDS
from shared.leads.models import Lead
from shared.leads.validate import LeadRow


def recall_leads(uow: UnitOfWork, lead_ids: Sequence[uuid.UUID]) -> list[LeadRow]:
    """These leads in this order; raises LeadValidationError, with `/lead_ids/<position>` for what is not there."""
    found = {lead.id: lead for lead in uow.session.scalars(select(Lead).where(Lead.id.in_(lead_ids)))}
    faults = []
    for place, lead_id in enumerate(lead_ids):
        if lead_id not in found:
            faults.append(Fault("lead_not_found", "There is no lead with this id.", pointer=f"/lead_ids/{place}"))
        elif lead_id in lead_ids[:place]:
            faults.append(Fault("repeated", "Is listed before; name each lead once.", pointer=f"/lead_ids/{place}"))
    if faults:
        raise LeadValidationError("Some of these leads cannot be taken.", faults=faults)
    return [_row(place, found[lead_id]) for place, lead_id in enumerate(lead_ids)]


def recall_latest(uow: UnitOfWork, count: int) -> list[LeadRow]:
    """The `count` leads that appeared last, newest first; raises LeadValidationError when there is none at all."""
    leads = uow.session.scalars(select(Lead).order_by(Lead.created_at.desc(), Lead.id.desc()).limit(count)).all()
    if not leads:
        fault = Fault("no_leads", "There are no leads yet: send some as `leads`.", pointer="/sample")
        raise LeadValidationError("There is nothing to take a sample of.", faults=[fault])
    return [_row(place, lead) for place, lead in enumerate(leads)]


def _row(place: int, lead: Lead) -> LeadRow:
    said = {name: getattr(lead, name) for name in LEAD_FIELDS}
    # only what is there, as when it was submitted: the model sees the same lead, and one that it judged costs nothing
    return LeadRow(place, str(lead.id), {name: value for name, value in said.items() if value}, lead.identity)
