"""Who a request comes from, whichever way the key behind it was shown."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.access.models import ApiKey
from shared.access.scopes import Scope


class SignedInBy(StrEnum):
    """How the caller proved to hold a key."""

    KEY = "key"
    LINK = "link"
    BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Caller:
    """The key that stands behind a request; `ends_at` is when access ends if nothing more is asked, None for never."""

    api_key_id: uuid.UUID
    name: str
    scopes: tuple[Scope, ...]
    signed_in_by: SignedInBy
    ends_at: datetime | None
    session_id: uuid.UUID | None = None


def caller_of(
    key: ApiKey,
    *,
    by: SignedInBy = SignedInBy.BEARER,
    session_id: uuid.UUID | None = None,
    session_ends_at: datetime | None = None,
) -> Caller:
    """The caller behind a live key; a session never outlives its key."""
    ends = [moment for moment in (key.expires_at, session_ends_at) if moment is not None]
    scopes = tuple(Scope(scope) for scope in key.scopes)
    return Caller(key.id, key.name, scopes, by, min(ends, default=None), session_id)
