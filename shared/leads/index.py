"""Keeps the texts that leads are searched by: in bulk, and off the path of a save."""

from __future__ import annotations

import time

from sqlalchemy import text

from shared.database.unit_of_work import UnitOfWork, UowFactory
from shared.leads.repository import LeadTextRepository

# two at once could write an older text over a newer one
INDEX_LOCK = 7_305_003
# keeps a run, at 0.2 ms of PostgreSQL's CPU a lead, well under what the log calls a slow statement
LEADS_AT_ONCE = 500
# a run ends before the next is due at the usual rhythm, and so keeps up with what the workers save
RUN_SECONDS = 1.5


def index_all_due(units: UowFactory, *, limit: int = LEADS_AT_ONCE, within_seconds: float = RUN_SECONDS) -> int:
    """Write texts, `limit` leads a transaction, until none is due or the time is over; returns how many."""
    deadline, written = time.monotonic() + within_seconds, 0
    while True:
        with units() as uow:
            batch = index_leads(uow, limit=limit)
        written += batch
        if batch < limit or time.monotonic() >= deadline:
            return written


def index_leads(uow: UnitOfWork, *, limit: int = LEADS_AT_ONCE) -> int:
    """Write the texts of up to `limit` leads that changed; returns how many, 0 while another process does so."""
    if not uow.session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": INDEX_LOCK}):
        return 0
    return LeadTextRepository(uow.session).write_due(limit=limit)
