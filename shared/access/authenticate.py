"""Tells whose key was presented."""

from __future__ import annotations

from datetime import timedelta

from shared.access.errors import KeyRefused, ScopeMissing
from shared.access.keys import digest_of, find_prefix, same_digest
from shared.access.models import ApiKey
from shared.access.repository import ApiKeyRepository
from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork

# a poll every second must not become a write every second
USE_NOTED_EVERY = timedelta(minutes=1)


def authenticate(uow: UnitOfWork, presented: str) -> ApiKey:
    """The live key that was presented; raises KeyRefused, with one text for every cause."""
    prefix = find_prefix(presented)
    if prefix is None:
        raise KeyRefused
    keys = ApiKeyRepository(uow.session)
    digest = digest_of(presented)
    for key in keys.list_live(prefix):
        if same_digest(key.key_hash, digest):
            keys.mark_used(key.id, at_most_every=USE_NOTED_EVERY)
            return key
    raise KeyRefused


def require_scope(key: ApiKey, scope: Scope) -> None:
    """Return if the key holds the scope; raises ScopeMissing."""
    if scope not in key.scopes:
        raise ScopeMissing(scope)
