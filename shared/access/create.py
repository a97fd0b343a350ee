"""Creates an API key; the key itself is shown once and never stored."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from shared.access.keys import make_key
from shared.access.models import ApiKey
from shared.access.repository import ApiKeyRepository
from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Fault, Invalid
from shared.ids import new_id

log = structlog.get_logger(__name__)

NAME_MAX = 100


@dataclass(frozen=True, slots=True)
class CreatedKey:
    """The answer to a creation, the only place where `key` is ever seen; it does not print it."""

    id: uuid.UUID
    name: str
    scopes: tuple[Scope, ...]
    expires_at: datetime | None
    key: str = field(repr=False)


def create_key(
    uow: UnitOfWork, *, name: str, scopes: Collection[Scope], expires_at: datetime | None = None
) -> CreatedKey:
    """Make and store a key; raises Invalid for an empty name or no scope, and for a time without zone."""
    _check(name, scopes, expires_at)
    made = make_key()
    # in the enum's order, so that equal rights look equal
    held = tuple(scope for scope in Scope if scope in scopes)
    key = ApiKey(
        id=new_id(), name=name.strip(), prefix=made.prefix, key_hash=made.digest, scopes=[*held], expires_at=expires_at
    )
    ApiKeyRepository(uow.session).add(key)
    uow.after_commit(lambda: log.info("key_created", key_id=str(key.id), scopes=[scope.value for scope in held]))
    return CreatedKey(id=key.id, name=key.name, key=made.key, scopes=held, expires_at=expires_at)


def _check(name: str, scopes: Collection[Scope], expires_at: datetime | None) -> None:
    faults = []
    if not 1 <= len(name.strip()) <= NAME_MAX:
        faults.append(Fault("invalid_value", f"A name has 1 to {NAME_MAX} characters.", pointer="/name"))
    if not scopes:
        faults.append(Fault("invalid_value", "A key needs at least one scope.", pointer="/scopes"))
    if expires_at is not None and expires_at.tzinfo is None:
        faults.append(Fault("invalid_value", "An expiry needs a time zone.", pointer="/expires_at"))
    if faults:
        raise Invalid("The key cannot be created.", faults=faults)
