"""Queries over the ledger of provider calls."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.llm.classes import AnswerClass

# sorted by hash, so that two claims that meet on the same leads wait in the same order
_OPEN = text("""
INSERT INTO llm_calls (request_hash, job_id, position, attempt, lease_token, provider, model, reserved_tokens,
                       reserved_cost_usd)
SELECT u.request_hash, CAST(:job_id AS uuid), u.position, u.attempt, CAST(:token AS uuid), :provider, :model,
       u.reserved_tokens, u.reserved_cost_usd
FROM unnest(CAST(:hashes AS bytea[]), CAST(:positions AS int[]), CAST(:attempts AS int[]), CAST(:tokens AS int[]),
            CAST(:costs AS numeric[])) AS u(request_hash, position, attempt, reserved_tokens, reserved_cost_usd)
ORDER BY u.request_hash, u.position
ON CONFLICT (request_hash) WHERE ended_at IS NULL DO NOTHING
RETURNING id, position
""")

# an answer that came after its lease had expired is still recorded, once: latency_ms tells
_CLOSE = text("""
UPDATE llm_calls c SET ended_at = clock_timestamp(), class = u.class, http_status = u.http_status,
    error_code = u.error_code, response_id = u.response_id, prompt_tokens = u.prompt_tokens,
    completion_tokens = u.completion_tokens, cached_tokens = u.cached_tokens, cost_usd = u.cost_usd,
    latency_ms = u.latency_ms, raw_answer = u.raw_answer
FROM unnest(CAST(:ids AS bigint[]), CAST(:classes AS text[]), CAST(:statuses AS int[]), CAST(:codes AS text[]),
            CAST(:response_ids AS text[]), CAST(:prompt_tokens AS int[]), CAST(:completion_tokens AS int[]),
            CAST(:cached_tokens AS int[]), CAST(:costs AS numeric[]), CAST(:latencies AS int[]), CAST(:raws AS text[]))
     AS u(id, class, http_status, error_code, response_id, prompt_tokens, completion_tokens, cached_tokens, cost_usd,
          latency_ms, raw_answer)
WHERE c.id = u.id AND c.latency_ms IS NULL
RETURNING c.id
""")

_GIVE_UP = text("""
UPDATE llm_calls c SET ended_at = clock_timestamp(), class = :class
FROM unnest(CAST(:job_ids AS uuid[]), CAST(:positions AS int[]), CAST(:tokens AS uuid[])) AS u(job_id, position, token)
WHERE c.job_id = u.job_id AND c.position = u.position AND c.lease_token = u.token AND c.ended_at IS NULL
RETURNING c.job_id
""")


@dataclass(frozen=True, slots=True)
class CallToOpen:
    """A call that is about to be made, with what it reserves."""

    request_hash: bytes
    position: int
    attempt: int
    reserved_tokens: int
    reserved_cost_usd: Decimal


@dataclass(frozen=True, slots=True)
class CallToClose:
    """How a call ended; `raw` is the answer's body, kept for audits."""

    id: int
    answer_class: AnswerClass
    http_status: int | None
    error_code: str | None
    response_id: str | None
    prompt_tokens: int | None
    completion_tokens: int | None
    cached_tokens: int | None
    cost_usd: Decimal
    latency_ms: int
    raw: str | None


class CallRepository:
    """Writes the ledger within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(
        self, job_id: uuid.UUID, calls: Sequence[CallToOpen], *, token: uuid.UUID, provider: str, model: str
    ) -> dict[int, int]:
        """Write calls before they are made; returns position → call id, without those that an equal call holds up."""
        rows = self._session.execute(
            _OPEN,
            {
                "job_id": str(job_id),
                "token": str(token),
                "provider": provider,
                "model": model,
                "hashes": [call.request_hash for call in calls],
                "positions": [call.position for call in calls],
                "attempts": [call.attempt for call in calls],
                "tokens": [call.reserved_tokens for call in calls],
                "costs": [call.reserved_cost_usd for call in calls],
            },
        )
        return {row.position: row.id for row in rows}

    def discard(self, call_ids: Sequence[int]) -> None:
        """Take back calls opened by this transaction that turned out not to be needed."""
        self._session.execute(
            text("DELETE FROM llm_calls WHERE id = ANY(CAST(:ids AS bigint[]))"), {"ids": list(call_ids)}
        )

    def close(self, calls: Sequence[CallToClose]) -> set[int]:
        """Record how calls ended; returns the ids recorded now (a repeated save records nothing)."""
        rows = self._session.execute(
            _CLOSE,
            {
                "ids": [call.id for call in calls],
                "classes": [call.answer_class.value for call in calls],
                "statuses": [call.http_status for call in calls],
                "codes": [call.error_code for call in calls],
                # PostgreSQL's text cannot hold NUL, a provider's answer can
                "response_ids": [_without_nul(call.response_id) for call in calls],
                "prompt_tokens": [call.prompt_tokens for call in calls],
                "completion_tokens": [call.completion_tokens for call in calls],
                "cached_tokens": [call.cached_tokens for call in calls],
                "costs": [call.cost_usd for call in calls],
                "latencies": [call.latency_ms for call in calls],
                "raws": [_without_nul(call.raw) for call in calls],
            },
        )
        return {row.id for row in rows}

    def give_up(
        self, leases: Sequence[tuple[uuid.UUID, int, uuid.UUID]], *, answer_class: AnswerClass
    ) -> Counter[uuid.UUID]:
        """End open calls of these leases (job, position, token) that nobody answers for; returns how many, by job."""
        ended = self._session.scalars(
            _GIVE_UP,
            {
                "class": answer_class.value,
                "job_ids": [str(lease[0]) for lease in leases],
                "positions": [lease[1] for lease in leases],
                "tokens": [str(lease[2]) for lease in leases],
            },
        )
        return Counter(ended)


def _without_nul(value: str | None) -> str | None:
    return None if value is None else value.replace("\x00", "")
