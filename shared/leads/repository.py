"""Writes leads, one row an identity, in identity order, never by an older submission."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.ids import new_id

_CONTACT_COLUMNS = (
    "company_name",
    "company_website",
    "company_size",
    "industry",
    "contact_name",
    "contact_email",
    "contact_phone",
    "contact_title",
    "notes",
)

# what a lead remembers of how it was judged
MOST_ASSESSMENTS = 10

_RECORD = text(f"""
WITH written AS (
INSERT INTO leads (id, identity, {", ".join(_CONTACT_COLUMNS)}, additional_data,
    qualification_score, qualification_reasoning, qualification_model, qualification_latency_ms, qualified_at,
    tier, coverage, next_question, flags, assessment_id, assessment_ids, submitted_at, source_job_id, source_position)
SELECT u.id, u.identity, {", ".join(f"u.input->>'{column}'" for column in _CONTACT_COLUMNS)},
    coalesce(u.input->'additional_data', '{{}}'), u.score, u.reasoning, u.model, u.latency_ms,
    CASE WHEN u.assessment_id IS NULL THEN NULL ELSE clock_timestamp() END,
    u.tier, u.coverage, u.next_question, coalesce(u.flags, '[]'), u.assessment_id,
    array_remove(ARRAY[u.assessment_id], NULL), u.submitted_at, u.job_id, u.position
FROM unnest(CAST(:ids AS uuid[]), CAST(:identities AS text[]), CAST(:inputs AS jsonb[]), CAST(:scores AS int[]),
            CAST(:reasonings AS text[]), CAST(:models AS text[]), CAST(:latencies AS int[]), CAST(:tiers AS text[]),
            CAST(:coverages AS numeric[]), CAST(:questions AS text[]), CAST(:flags AS jsonb[]),
            CAST(:assessment_ids AS bigint[]), CAST(:submitted AS timestamptz[]), CAST(:job_ids AS uuid[]),
            CAST(:positions AS int[]))
     AS u(id, identity, input, score, reasoning, model, latency_ms, tier, coverage, next_question, flags,
          assessment_id, submitted_at, job_id, position)
ORDER BY u.identity
ON CONFLICT (identity) DO UPDATE SET
    {", ".join(f"{column} = excluded.{column}" for column in _CONTACT_COLUMNS)},
    additional_data = excluded.additional_data, qualification_score = excluded.qualification_score,
    qualification_reasoning = excluded.qualification_reasoning, qualification_model = excluded.qualification_model,
    qualification_latency_ms = excluded.qualification_latency_ms, qualified_at = excluded.qualified_at,
    tier = excluded.tier, coverage = excluded.coverage, next_question = excluded.next_question,
    flags = excluded.flags, assessment_id = excluded.assessment_id,
    assessment_ids = (excluded.assessment_id || array_remove(leads.assessment_ids, excluded.assessment_id))
        [1:{MOST_ASSESSMENTS}],
    submitted_at = excluded.submitted_at,
    source_job_id = excluded.source_job_id, source_position = excluded.source_position,
    updated_at = clock_timestamp()
WHERE excluded.assessment_id IS NOT NULL
  AND (leads.submitted_at, leads.source_job_id, leads.source_position)
      <= (excluded.submitted_at, excluded.source_job_id, excluded.source_position)
RETURNING id)
INSERT INTO lead_texts_due (lead_id) SELECT id FROM written
""")  # noqa: S608 - column names only, from the tuple above


@dataclass(frozen=True, slots=True)
class LeadScore:
    """The current score of a lead, as its row shows it."""

    assessment_id: int
    score: int | None
    reasoning: str
    model: str
    latency_ms: int
    tier: str
    coverage: Decimal
    next_question: str | None
    flags: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class LeadToRecord:
    """A lead whose item has ended; `score` is None when the item failed: a failure makes a row but changes no score."""

    identity: str
    input: Mapping[str, Any]
    submitted_at: datetime
    job_id: uuid.UUID
    position: int
    score: LeadScore | None

    @property
    def order(self) -> tuple[bool, datetime, uuid.UUID, int]:
        """Later is newer; a scored one counts over a failed one."""
        return (self.score is not None, self.submitted_at, self.job_id, self.position)


class LeadRepository:
    """Writes leads within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(self, leads: Sequence[LeadToRecord]) -> None:
        """Insert or update one row an identity; of several in one call the newest counts."""
        newest: dict[str, LeadToRecord] = {}
        for lead in leads:
            held = newest.get(lead.identity)
            if held is None or held.order <= lead.order:
                newest[lead.identity] = lead
        rows = [newest[identity] for identity in sorted(newest)]
        scores = [row.score for row in rows]
        self._session.execute(
            _RECORD,
            {
                "ids": [str(new_id()) for _ in rows],
                "identities": [row.identity for row in rows],
                "inputs": [orjson.dumps(row.input).decode() for row in rows],
                "scores": [score and score.score for score in scores],
                "reasonings": [score and score.reasoning for score in scores],
                "models": [score and score.model for score in scores],
                "latencies": [score and score.latency_ms for score in scores],
                "tiers": [score and score.tier for score in scores],
                "coverages": [score and score.coverage for score in scores],
                "questions": [score and score.next_question for score in scores],
                "flags": [orjson.dumps(list(score.flags)).decode() if score else None for score in scores],
                "assessment_ids": [score and score.assessment_id for score in scores],
                "submitted": [row.submitted_at for row in rows],
                "job_ids": [str(row.job_id) for row in rows],
                "positions": [row.position for row in rows],
            },
        )
