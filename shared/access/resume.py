"""Tells whose session a browser's tokens open."""

from __future__ import annotations

from collections.abc import Sequence

from shared.access.caller import Caller, SignedInBy, caller_of
from shared.access.errors import SessionEnded
from shared.access.keys import digest_of
from shared.access.lifetimes import SESSION_IDLE, USE_NOTED_EVERY
from shared.access.repository import ApiKeyRepository, SessionRepository
from shared.database.unit_of_work import UnitOfWork


def resume_session(uow: UnitOfWork, tokens: Sequence[str]) -> Caller:
    """The caller behind the first of these tokens whose session is not over; raises SessionEnded.

    One query, and once a minute two writes.
    """
    sessions = SessionRepository(uow.session)
    live = sessions.find_live([digest_of(token) for token in tokens], idle=SESSION_IDLE)
    if live is None:
        raise SessionEnded
    session, key, seen_at = live.session, live.key, live.session.last_seen_at
    if live.now - seen_at >= USE_NOTED_EVERY:
        sessions.mark_seen(session.id, at_most_every=USE_NOTED_EVERY)
        ApiKeyRepository(uow.session).mark_used(key.id, at_most_every=USE_NOTED_EVERY)
        seen_at = live.now
    ends_at = min(session.expires_at, seen_at + SESSION_IDLE)
    return caller_of(key, by=SignedInBy(session.signed_in_by), session_id=session.id, session_ends_at=ends_at)
