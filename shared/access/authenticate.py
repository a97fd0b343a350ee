"""Tells whose key was presented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from shared.access.errors import KeyRefused, ScopeMissing
from shared.access.keys import digest_of, find_prefix, same_digest
from shared.access.lifetimes import USE_NOTED_EVERY
from shared.access.models import ApiKey
from shared.access.repository import ApiKeyRepository
from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork


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


class HoldsScopes(Protocol):
    """A key, or a caller."""

    @property
    def scopes(self) -> Sequence[str]:
        """The rights that are held."""


def require_scope(holder: HoldsScopes, scope: Scope) -> None:
    """Return if the scope is held; raises ScopeMissing."""
    if scope not in holder.scopes:
        raise ScopeMissing(scope)
