"""Queries over assessments: write each once, and find an earlier one of the same request."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.scoring.judge import Judgement

# ids are given in the order of the SELECT, so they ascend with the input
_ADD = text("""
INSERT INTO assessments (request_hash, input_hash, profile_version_id, prompt_version, provider, model, criteria,
    disqualifiers, score, score_exact, coverage, tier, next_question, flags, reasoning, prompt_tokens,
    completion_tokens, cost_usd, latency_ms)
SELECT u.request_hash, u.input_hash, u.profile_version_id, :prompt_version, :provider, u.model, u.criteria,
    u.disqualifiers, u.score, u.score_exact, u.coverage, u.tier, u.next_question, u.flags, u.reasoning,
    u.prompt_tokens, u.completion_tokens, u.cost_usd, u.latency_ms
FROM unnest(CAST(:request_hashes AS bytea[]), CAST(:input_hashes AS bytea[]),
            CAST(:versions AS uuid[]), CAST(:models AS text[]), CAST(:criteria AS jsonb[]),
            CAST(:disqualifiers AS jsonb[]), CAST(:scores AS int[]), CAST(:exact AS numeric[]),
            CAST(:coverages AS numeric[]), CAST(:tiers AS text[]), CAST(:questions AS jsonb[]),
            CAST(:flags AS jsonb[]), CAST(:reasonings AS text[]), CAST(:prompt_tokens AS int[]),
            CAST(:completion_tokens AS int[]), CAST(:costs AS numeric[]), CAST(:latencies AS int[]))
     WITH ORDINALITY AS u(request_hash, input_hash, profile_version_id, model, criteria, disqualifiers, score,
                          score_exact, coverage, tier, next_question, flags, reasoning, prompt_tokens,
                          completion_tokens, cost_usd, latency_ms, place)
ORDER BY u.place
RETURNING id
""")

_FIND = text("""
SELECT DISTINCT ON (request_hash) id, request_hash, score, coverage, tier, next_question, flags, reasoning, model,
       latency_ms
FROM assessments
WHERE request_hash = ANY(CAST(:hashes AS bytea[]))
  AND created_at > clock_timestamp() - make_interval(days => :days)
ORDER BY request_hash, created_at DESC
""")

_FIND_HASHES = text("""
SELECT DISTINCT request_hash FROM assessments
WHERE request_hash = ANY(CAST(:hashes AS bytea[]))
  AND created_at > clock_timestamp() - make_interval(days => :days)
""")
# hashes a statement: a batch of 10,000 leads takes two
_HASHES_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class NewAssessment:
    """A judgement with what it was made from and what it cost."""

    request_hash: bytes
    input_hash: bytes
    profile_version_id: uuid.UUID
    model: str
    judgement: Judgement
    prompt_tokens: int
    completion_tokens: int
    cost_usd: Decimal
    latency_ms: int


@dataclass(frozen=True, slots=True)
class EarlierAssessment:
    """An assessment of the same request, as far as a lead's row shows it."""

    id: int
    score: int | None
    coverage: Decimal
    tier: str
    next_question: Mapping[str, Any] | None
    flags: Sequence[Mapping[str, Any]]
    reasoning: str
    model: str
    latency_ms: int


class AssessmentRepository:
    """Writes and finds assessments within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, assessments: Sequence[NewAssessment], *, prompt_version: str, provider: str) -> list[int]:
        """Write the assessments; returns their ids in the same order."""
        judgements = [row.judgement for row in assessments]
        added = self._session.execute(
            _ADD,
            {
                "prompt_version": prompt_version,
                "provider": provider,
                "request_hashes": [row.request_hash for row in assessments],
                "input_hashes": [row.input_hash for row in assessments],
                "versions": [str(row.profile_version_id) for row in assessments],
                "models": [row.model for row in assessments],
                "criteria": [_json([part.to_json() for part in judged.criteria]) for judged in judgements],
                "disqualifiers": [_json([part.to_json() for part in judged.disqualifiers]) for judged in judgements],
                "scores": [judged.score for judged in judgements],
                "exact": [judged.score_exact for judged in judgements],
                "coverages": [judged.coverage for judged in judgements],
                "tiers": [judged.tier for judged in judgements],
                "questions": [
                    _json(judged.next_question.to_json()) if judged.next_question else None for judged in judgements
                ],
                "flags": [_json([flag.to_json() for flag in judged.flags]) for judged in judgements],
                "reasonings": [judged.reasoning.replace("\x00", "") for judged in judgements],
                "prompt_tokens": [row.prompt_tokens for row in assessments],
                "completion_tokens": [row.completion_tokens for row in assessments],
                "costs": [row.cost_usd for row in assessments],
                "latencies": [row.latency_ms for row in assessments],
            },
        )
        return sorted(row.id for row in added)

    def find_earlier(self, hashes: Sequence[bytes], *, days: int) -> dict[bytes, EarlierAssessment]:
        """The newest assessment within `days` of each request that has one."""
        if days == 0:
            return {}
        return {
            bytes(row.request_hash): EarlierAssessment(
                id=row.id,
                score=row.score,
                coverage=row.coverage,
                tier=row.tier,
                next_question=row.next_question,
                flags=row.flags,
                reasoning=row.reasoning,
                model=row.model,
                latency_ms=row.latency_ms,
            )
            for row in self._session.execute(_FIND, {"hashes": list(hashes), "days": days})
        }

    def find_answered(self, hashes: Sequence[bytes], *, days: int) -> set[bytes]:
        """Those of these requests that `find_earlier` would find an assessment for; thousands a statement."""
        if days == 0:
            return set()
        answered: set[bytes] = set()
        for first in range(0, len(hashes), _HASHES_AT_ONCE):
            some = list(hashes[first : first + _HASHES_AT_ONCE])
            answered |= {bytes(found) for found in self._session.scalars(_FIND_HASHES, {"hashes": some, "days": days})}
        return answered


def _json(value: object) -> str:
    """JSON text that JSONB takes: it refuses NUL, which a model's answer may hold."""
    return orjson.dumps(value).decode().replace("\\u0000", "")
