"""Ends a session, at once and for good."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from shared.access.caller import Caller
from shared.access.keys import digest_of
from shared.access.repository import SessionRepository
from shared.database.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)


def sign_out(uow: UnitOfWork, caller: Caller, *, tokens: Sequence[str]) -> None:
    """End the sessions of these tokens, the caller's among them: another one left would sign the browser in again.

    A caller that came with a key has no session, ends none and keeps the key.
    """
    session_id = caller.session_id
    if session_id is None:
        return
    SessionRepository(uow.session).mark_revoked([digest_of(token) for token in tokens])
    uow.after_commit(lambda: log.info("signed_out", session_id=str(session_id)))
