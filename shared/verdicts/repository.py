"""Queries over what people said of leads."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from shared.verdicts.models import Outcome, Override

# two people at once on one lead: the second sees what the first said. The lead's own row is not locked for this, since
# workers save leads in large batches
VERDICTS_LOCK = 7_305


class VerdictRepository:
    """Reads and writes within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self, lead_id: uuid.UUID) -> None:
        """Hold up whoever else says something of this lead until this transaction ends."""
        self._session.execute(
            text("SELECT pg_advisory_xact_lock(:key, hashtext(:lead_id))"),
            {"key": VERDICTS_LOCK, "lead_id": str(lead_id)},
        )

    def find_override(self, lead_id: uuid.UUID) -> Override | None:
        """The override that counts."""
        return self._session.scalar(
            select(Override).where(Override.lead_id == lead_id, Override.withdrawn_at.is_(None))
        )

    def find_outcome(self, lead_id: uuid.UUID) -> Outcome | None:
        """The outcome that counts."""
        return self._session.scalar(select(Outcome).where(Outcome.lead_id == lead_id, Outcome.withdrawn_at.is_(None)))

    def add(self, word: Override | Outcome) -> None:
        """Write a new word; the one before is withdrawn by then."""
        self._session.add(word)
        self._session.flush()

    def withdraw(self, word: Override | Outcome) -> None:
        """Let a word not count any more."""
        word.withdrawn_at = self.now()
        self._session.flush()

    def now(self) -> datetime:
        """The database's clock."""
        now: datetime = self._session.execute(select(func.clock_timestamp())).scalar_one()
        return now
