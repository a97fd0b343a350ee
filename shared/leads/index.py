"""Keeps the texts that leads are searched by: in bulk, and off the path of a save."""

from __future__ import annotations

from sqlalchemy import text

from shared.database.unit_of_work import UnitOfWork
from shared.leads.repository import LeadTextRepository

# two at once could write an older text over a newer one
INDEX_LOCK = 7_305_003
# keeps a run, at 0.2 ms of PostgreSQL's CPU a lead, well under what the log calls a slow statement
LEADS_AT_ONCE = 500


def index_leads(uow: UnitOfWork, *, limit: int = LEADS_AT_ONCE) -> int:
    """Write the texts of up to `limit` leads that changed; returns how many, 0 while another process does so."""
    if not uow.session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": INDEX_LOCK}):
        return 0
    return LeadTextRepository(uow.session).write_due(limit=limit)
