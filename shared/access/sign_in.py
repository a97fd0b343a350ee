"""Opens a session for a browser, by a key or by a one-time link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from shared.access.authenticate import authenticate
from shared.access.caller import Caller, SignedInBy, caller_of
from shared.access.errors import LinkRefused
from shared.access.keys import digest_of
from shared.access.lifetimes import SESSION_AT_MOST, SESSION_IDLE, USE_NOTED_EVERY
from shared.access.models import ApiKey
from shared.access.repository import ApiKeyRepository, SessionRepository, SignInLinkRepository
from shared.access.tokens import make_token
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session, the only place where its token is ever seen; it does not print it."""

    caller: Caller
    token: str = field(repr=False)


def sign_in_with_key(uow: UnitOfWork, presented: str, *, replacing: Sequence[str] = ()) -> SignedIn:
    """A session with the rights of the key; the sessions whose tokens it replaces end. Raises KeyRefused."""
    return _open(uow, authenticate(uow, presented), by=SignedInBy.KEY, replacing=replacing)


def sign_in_with_link(uow: UnitOfWork, token: str, *, replacing: Sequence[str] = ()) -> SignedIn:
    """A session with the rights of the link's key, once; those that it replaces end. Raises LinkRefused."""
    key = SignInLinkRepository(uow.session).claim(digest_of(token))
    if key is None:
        raise LinkRefused
    ApiKeyRepository(uow.session).mark_used(key.id, at_most_every=USE_NOTED_EVERY)
    return _open(uow, key, by=SignedInBy.LINK, replacing=replacing)


def _open(uow: UnitOfWork, key: ApiKey, *, by: SignedInBy, replacing: Sequence[str]) -> SignedIn:
    sessions = SessionRepository(uow.session)
    sessions.remove_expired()
    sessions.mark_revoked([digest_of(token) for token in replacing])
    made, session_id = make_token(), new_id()
    seen_at = sessions.add(
        session_id=session_id, digest=made.digest, api_key_id=key.id, signed_in_by=by, lifetime=SESSION_AT_MOST
    )
    caller = caller_of(key, by=by, session_id=session_id, session_ends_at=seen_at + SESSION_IDLE)
    ids = {"session_id": str(session_id), "api_key_id": str(caller.api_key_id)}
    uow.after_commit(lambda: log.info("signed_in", **ids, by=by.value))
    return SignedIn(caller, made.token)
