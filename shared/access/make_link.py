"""Makes a link that signs one browser in, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import structlog

from shared.access.authenticate import authenticate
from shared.access.lifetimes import LINK
from shared.access.repository import SignInLinkRepository
from shared.access.tokens import make_token
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class NewLink:
    """The answer to a making, the only place where the token is ever seen; it does not print it."""

    expires_at: datetime
    token: str = field(repr=False)


def make_link(uow: UnitOfWork, presented: str) -> NewLink:
    """A link with the rights of the key that was presented; raises KeyRefused."""
    key = authenticate(uow, presented)
    links = SignInLinkRepository(uow.session)
    links.remove_expired()
    made, link_id = make_token(), new_id()
    expires_at = links.add(link_id=link_id, digest=made.digest, api_key_id=key.id, lifetime=LINK)
    uow.after_commit(lambda: log.info("link_made", link_id=str(link_id), api_key_id=str(key.id)))
    return NewLink(expires_at, made.token)
