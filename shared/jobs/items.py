"""Queries that move items: claim, finish, release, sweep. Who waits for a lock takes them by job, position."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.jobs.states import ITEM_TRANSITIONS, ItemState

_CLAIM = text("""
SELECT i.position, i.attempts, i.input, i.identity, i.input_hash
FROM job_items i JOIN jobs j ON j.id = i.job_id
WHERE i.job_id = CAST(:job_id AS uuid) AND i.state = 'queued' AND i.next_attempt_at <= clock_timestamp()
  AND j.status IN ('queued', 'in_progress')
ORDER BY i.position LIMIT :limit FOR UPDATE OF i SKIP LOCKED
""")

_NEXT_DUE = text("""
SELECT extract(epoch FROM min(i.next_attempt_at) - clock_timestamp()) FROM job_items i
WHERE i.job_id = CAST(:job_id AS uuid) AND i.state = 'queued'
  AND (SELECT j.status FROM jobs j WHERE j.id = CAST(:job_id AS uuid)) IN ('queued', 'in_progress')
""")

_LEASE = text("""
UPDATE job_items SET state = 'in_progress', attempts = attempts + 1, lease_token = CAST(:token AS uuid),
    lease_owner = :owner, lease_expires_at = clock_timestamp() + make_interval(secs => :lease_seconds)
WHERE job_id = CAST(:job_id AS uuid) AND position = ANY(:positions)
""")

_POSTPONE = text("""
UPDATE job_items SET next_attempt_at = clock_timestamp() + make_interval(secs => :seconds)
WHERE job_id = CAST(:job_id AS uuid) AND position = ANY(:positions)
""")

# a renewal skips what a save holds right now, so the two cannot wait for each other
_RENEW = text("""
UPDATE job_items SET lease_expires_at = clock_timestamp() + make_interval(secs => :lease_seconds)
WHERE (job_id, position) IN (
    SELECT job_id, position FROM job_items
    WHERE state = 'in_progress' AND lease_owner = :owner AND lease_token = ANY(CAST(:tokens AS uuid[]))
    FOR UPDATE SKIP LOCKED)
""")

_HOLD = text("""
SELECT i.job_id, i.position
FROM unnest(CAST(:job_ids AS uuid[]), CAST(:positions AS int[]), CAST(:tokens AS uuid[])) AS u(job_id, position, token)
JOIN job_items i ON i.job_id = u.job_id AND i.position = u.position
WHERE i.state = 'in_progress' AND i.lease_token = u.token
ORDER BY i.job_id, i.position FOR UPDATE OF i
""")

# (from, to) pairs of the one table of transitions, so that no statement can make another move
_ALLOWED = ", ".join(
    f"('{before.value}', '{after.value}')" for before, ends in ITEM_TRANSITIONS.items() for after in sorted(ends)
)

_MOVE = text(f"""
UPDATE job_items i SET state = u.state, lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL,
    attempts = i.attempts - u.give_back,
    next_attempt_at = clock_timestamp() + make_interval(secs => u.wait_seconds),
    error_code = u.error_code, assessment_id = u.assessment_id, cached = u.cached,
    completed_at = CASE WHEN u.state = 'queued' THEN NULL ELSE clock_timestamp() END
FROM unnest(CAST(:job_ids AS uuid[]), CAST(:positions AS int[]), CAST(:states AS text[]), CAST(:give_back AS int[]),
            CAST(:waits AS float8[]), CAST(:codes AS text[]),
            CAST(:assessment_ids AS bigint[]), CAST(:cached AS bool[]))
     AS u(job_id, position, state, give_back, wait_seconds, error_code, assessment_id, cached)
WHERE i.job_id = u.job_id AND i.position = u.position AND (i.state, u.state) IN ({_ALLOWED})
""")  # noqa: S608 - names of states only

# skips what a claim holds right now, so that it may run beside any lock; that claim will be rolled back
_CANCEL_QUEUED = text("""
WITH due AS MATERIALIZED (
    SELECT position FROM job_items WHERE job_id = CAST(:job_id AS uuid) AND state = 'queued'
    ORDER BY position LIMIT :limit FOR UPDATE SKIP LOCKED)
UPDATE job_items i SET state = 'cancelled', completed_at = clock_timestamp()
FROM due WHERE i.job_id = CAST(:job_id AS uuid) AND i.position = due.position
""")

_EXPIRED = text("""
SELECT i.job_id, i.position, i.lease_token, i.attempts, i.identity, i.input, j.created_at AS submitted_at,
       j.status = 'cancelling' AS cancelling, j.kind <> 'preview' AS keeps_leads
FROM job_items i JOIN jobs j ON j.id = i.job_id
WHERE i.state = 'in_progress' AND i.lease_expires_at < clock_timestamp()
ORDER BY i.job_id, i.position LIMIT :limit FOR UPDATE OF i SKIP LOCKED
""")


@dataclass(frozen=True, slots=True)
class DueItem:
    """A queued item that this transaction has locked."""

    position: int
    attempts: int
    input: dict[str, Any]
    identity: str
    input_hash: bytes


@dataclass(frozen=True, slots=True)
class ExpiredItem:
    """An item whose worker went silent, locked by this transaction."""

    job_id: uuid.UUID
    position: int
    lease_token: uuid.UUID
    attempts: int
    identity: str
    input: dict[str, Any]
    submitted_at: datetime
    cancelling: bool
    keeps_leads: bool


@dataclass(frozen=True, slots=True)
class ItemMove:
    """Where an item goes; the caller has locked it. `wait_seconds` says when a queued one is due again."""

    job_id: uuid.UUID
    position: int
    state: ItemState
    wait_seconds: float = 0.0
    give_back: int = 0
    error_code: str | None = None
    assessment_id: int | None = None
    cached: bool = False


class ItemRepository:
    """Moves items within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def claim_due(self, job_id: uuid.UUID, *, limit: int) -> list[DueItem]:
        """Lock at most `limit` due items of a workable job, skipping what others hold."""
        rows = self._session.execute(_CLAIM, {"job_id": str(job_id), "limit": limit})
        return [DueItem(r.position, r.attempts, r.input, r.identity, bytes(r.input_hash)) for r in rows]

    def find_next_due_seconds(self, job_id: uuid.UUID) -> float | None:
        """Seconds until the next item of a workable job is due (0 or less: now), or None when none will be."""
        seconds = self._session.scalar(_NEXT_DUE, {"job_id": str(job_id)})
        return None if seconds is None else float(seconds)

    def lease(
        self, job_id: uuid.UUID, positions: Sequence[int], *, token: uuid.UUID, owner: str, lease_seconds: float
    ) -> None:
        """Mark locked items as in progress under a lease; the attempt counts before the work begins."""
        self._session.execute(
            _LEASE,
            {
                "job_id": str(job_id),
                "positions": list(positions),
                "token": str(token),
                "owner": owner,
                "lease_seconds": lease_seconds,
            },
        )

    def postpone(self, job_id: uuid.UUID, positions: Sequence[int], *, seconds: float) -> None:
        """Let locked items wait, without using an attempt."""
        self._session.execute(_POSTPONE, {"job_id": str(job_id), "positions": list(positions), "seconds": seconds})

    def renew(self, tokens: Sequence[uuid.UUID], *, owner: str, lease_seconds: float) -> int:
        """Extend the leases of this process's live claims; returns how many."""
        result = self._session.execute(
            _RENEW, {"tokens": [str(token) for token in tokens], "owner": owner, "lease_seconds": lease_seconds}
        )
        return int(result.rowcount)  # type: ignore[attr-defined]

    def hold(self, leases: Sequence[tuple[uuid.UUID, int, uuid.UUID]]) -> set[tuple[uuid.UUID, int]]:
        """Lock the items that are still ours (job, position, token); what another took meanwhile is left out."""
        rows = self._session.execute(
            _HOLD,
            {
                "job_ids": [str(lease[0]) for lease in leases],
                "positions": [lease[1] for lease in leases],
                "tokens": [str(lease[2]) for lease in leases],
            },
        )
        return {(row.job_id, row.position) for row in rows}

    def move(self, moves: Sequence[ItemMove]) -> None:
        """Write where locked items go, and give up their leases."""
        self._session.execute(
            _MOVE,
            {
                "job_ids": [str(move.job_id) for move in moves],
                "positions": [move.position for move in moves],
                "states": [move.state.value for move in moves],
                "give_back": [move.give_back for move in moves],
                "waits": [move.wait_seconds for move in moves],
                "codes": [move.error_code for move in moves],
                "assessment_ids": [move.assessment_id for move in moves],
                "cached": [move.cached for move in moves],
            },
        )

    def cancel_queued(self, job_id: uuid.UUID, *, limit: int) -> int:
        """Cancel at most `limit` queued items, skipping what others hold; returns how many, which the caller counts."""
        result = self._session.execute(_CANCEL_QUEUED, {"job_id": str(job_id), "limit": limit})
        return int(result.rowcount)  # type: ignore[attr-defined]

    def claim_expired(self, *, limit: int) -> list[ExpiredItem]:
        """Lock items whose lease ran out, skipping what a late save holds."""
        return [
            ExpiredItem(
                job_id=r.job_id,
                position=r.position,
                lease_token=r.lease_token,
                attempts=r.attempts,
                identity=r.identity,
                input=r.input,
                submitted_at=r.submitted_at,
                cancelling=r.cancelling,
                keeps_leads=r.keeps_leads,
            )
            for r in self._session.execute(_EXPIRED, {"limit": limit})
        ]
