"""Records who did what, in the transaction of the deed: neither is kept without the other."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from shared.audit.actions import ActorKind, AuditAction
from shared.audit.repository import AuditRepository
from shared.database.unit_of_work import UnitOfWork


class KeyHolder(Protocol):
    """Whoever a request comes from, as shared.access knows them."""

    @property
    def api_key_id(self) -> uuid.UUID:
        """The key behind the request."""

    @property
    def name(self) -> str:
        """That key's name."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a key by the name that it had then, or a process of the house."""

    kind: ActorKind
    name: str
    api_key_id: uuid.UUID | None = None

    @classmethod
    def of(cls, caller: KeyHolder) -> Actor:
        """The key behind a request, also when a session stands for it."""
        return cls(ActorKind.KEY, caller.name, caller.api_key_id)

    @classmethod
    def system(cls, name: str) -> Actor:
        """A process of the house: `worker`, `sweep`."""
        return cls(ActorKind.SYSTEM, name)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed; `detail` holds ids, counts and reasons that a person typed, never lead data, and must fit JSON."""

    action: AuditAction
    subject_id: uuid.UUID
    actor: Actor
    request_id: str
    detail: Mapping[str, Any] = field(default_factory=dict)


def record_event(uow: UnitOfWork, entry: AuditEntry) -> None:
    """Write the event in the caller's transaction."""
    AuditRepository(uow.session).add(
        {
            "actor_kind": entry.actor.kind,
            "api_key_id": entry.actor.api_key_id,
            "actor": entry.actor.name,
            "action": entry.action,
            "subject_kind": entry.action.subject_kind,
            "subject_id": entry.subject_id,
            "request_id": entry.request_id,
            "detail": dict(entry.detail),
        }
    )
