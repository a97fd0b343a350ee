"""Keeps the texts that leads are searched by: in bulk, and off the path of a save."""

from __future__ import annotations

import time

import structlog
from sqlalchemy import text

from shared.database.unit_of_work import UnitOfWork, UowFactory
from shared.leads.texts import LeadTextRepository

log = structlog.get_logger(__name__)

# two at once could write an older text over a newer one
INDEX_LOCK = 7_305_003
# keeps a run, at 0.2 ms of PostgreSQL's CPU a lead, well under what the log calls a slow statement
LEADS_AT_ONCE = 500
# a run ends before the next is due at the usual rhythm, and so keeps up with what the workers save
RUN_SECONDS = 1.5
# looked at in each run, by the key: 1,000 leads a second at the usual rhythm, for a few ms
LEADS_PASSED = 2000
# as long as a lead that nobody noted may stay unfound once the walk has passed it
REST_SECONDS = 600.0


def index_all_due(units: UowFactory, *, limit: int = LEADS_AT_ONCE, within_seconds: float = RUN_SECONDS) -> int:
    """Write texts, `limit` leads a transaction, until none is due or the time is over; returns how many.

    Once none is due, it looks at some more leads for texts that nobody noted as due, and writes these, too.
    """
    started = time.monotonic()
    written = _index_until(units, limit=limit, deadline=started + within_seconds)
    if written:
        log.info("leads_indexed", leads=written, ms=round((time.monotonic() - started) * 1000))
    return written


def _index_until(units: UowFactory, *, limit: int, deadline: float) -> int:
    written, has_looked = 0, False
    while True:
        with units() as uow:
            batch = index_leads(uow, limit=limit)
        written += batch
        if time.monotonic() >= deadline:
            return written
        if batch < limit:
            if has_looked:
                return written
            has_looked = True
            with units() as uow:
                find_missed_leads(uow)


def index_leads(uow: UnitOfWork, *, limit: int = LEADS_AT_ONCE) -> int:
    """Write the texts of up to `limit` leads that changed; returns how many, 0 while another process does so."""
    return LeadTextRepository(uow.session).write_due(limit=limit) if _is_alone(uow) else 0


def find_missed_leads(uow: UnitOfWork, *, limit: int = LEADS_PASSED, rest_seconds: float = REST_SECONDS) -> int:
    """Note as due whichever of the next `limit` leads has no text of its present state; returns how many.

    Leads that were there before texts were, and those that a worker of an earlier release saved, come in by this way.
    """
    if not _is_alone(uow):
        return 0
    return LeadTextRepository(uow.session).note_missed(limit=limit, rest_seconds=rest_seconds)


def _is_alone(uow: UnitOfWork) -> bool:
    """Whether no other process indexes until this transaction ends."""
    return bool(uow.session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": INDEX_LOCK}))
