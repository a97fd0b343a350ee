"""Ends a session, at once and for good."""

from __future__ import annotations

import structlog

from shared.access.caller import Caller
from shared.access.repository import SessionRepository
from shared.database.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)


def sign_out(uow: UnitOfWork, caller: Caller) -> None:
    """End the caller's session; a caller that came with a key has none, and keeps the key."""
    session_id = caller.session_id
    if session_id is None:
        return
    SessionRepository(uow.session).mark_revoked(session_id)
    uow.after_commit(lambda: log.info("signed_out", session_id=str(session_id)))
