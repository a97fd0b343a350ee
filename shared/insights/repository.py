"""Queries for the overview; each is answered from indexes or from the counters of jobs."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

_NOW = text("SELECT now()")

# Previews are nobody's leads: they count in what is spent, and in nothing else.
# The table holds every job ever made and is asked at each poll: each of these reads the rows that an index gives it.
_OPEN_JOBS = text("""
SELECT count(*) AS open, count(*) FILTER (WHERE status = 'paused') AS paused,
       coalesce(sum(queued), 0) AS queued, coalesce(sum(in_progress), 0) AS in_progress
FROM jobs WHERE completed_at IS NULL AND kind <> 'preview'
""")

# what ended since then of a job that is younger than that is in its counters; of an older one it must be counted
_YOUNGER_JOBS = text("""
SELECT coalesce(sum(succeeded) FILTER (WHERE kind <> 'preview' AND created_at >= :since), 0) AS succeeded,
       coalesce(sum(cancelled) FILTER (WHERE kind <> 'preview' AND created_at >= :since), 0) AS cancelled,
       coalesce(sum(cached) FILTER (WHERE kind <> 'preview' AND created_at >= :since), 0) AS cached,
       coalesce(sum(cost_usd) FILTER (WHERE created_at >= :since), 0) AS since_usd,
       coalesce(sum(cost_usd) FILTER (WHERE created_at >= :month), 0) AS month_usd
FROM jobs WHERE created_at >= :earlier
""")

_JOBS_OVER = text("""
SELECT id FROM jobs WHERE completed_at IS NULL AND created_at < :moment
UNION ALL
SELECT id FROM jobs WHERE completed_at >= :moment AND created_at < :moment
""")

_ENDED_JOBS = text("SELECT count(*) FROM jobs WHERE completed_at IS NOT NULL AND kind <> 'preview'")

_ENDED_OF_JOBS = text("""
SELECT count(*) FILTER (WHERE state = 'succeeded') AS succeeded,
       count(*) FILTER (WHERE state = 'cancelled') AS cancelled,
       count(*) FILTER (WHERE state = 'succeeded' AND cached) AS cached
FROM job_items WHERE job_id = ANY(CAST(:jobs AS uuid[])) AND completed_at >= :since
  AND job_id NOT IN (SELECT id FROM jobs WHERE kind = 'preview')
""")

_COST_OF_JOBS = text("""
SELECT coalesce(sum(cost_usd), 0) FROM llm_calls WHERE job_id = ANY(CAST(:jobs AS uuid[])) AND started_at >= :since
""")

# leads of previews are few and found by their jobs: taken off again, they leave the index alone to count the others
_FAILED = text("""
SELECT sum(n)::int AS failed, sum(again)::int AS retryable FROM (
    SELECT count(*) AS n, count(*) FILTER (WHERE error_code = ANY(:retryable)) AS again
    FROM job_items WHERE state IN ('succeeded', 'failed') AND error_code IS NOT NULL AND completed_at >= :since
    UNION ALL
    SELECT -count(*), -(count(*) FILTER (WHERE i.error_code = ANY(:retryable)))
    FROM jobs j JOIN job_items i ON i.job_id = j.id
    WHERE j.kind = 'preview' AND coalesce(j.completed_at >= :since, true)
      AND i.error_code IS NOT NULL AND i.completed_at >= :since) AS counted
""")

_MINUTES = text("""
SELECT ago, sum(n)::int AS n FROM (
    SELECT least(floor(greatest(extract(epoch FROM now() - completed_at), 0) / 60), :minutes - 1)::int AS ago,
           count(*) AS n
    FROM job_items
    WHERE state IN ('succeeded', 'failed') AND completed_at > now() - make_interval(mins => :minutes)
    GROUP BY 1
    UNION ALL
    SELECT least(floor(greatest(extract(epoch FROM now() - i.completed_at), 0) / 60), :minutes - 1)::int, -count(*)
    FROM jobs j JOIN job_items i ON i.job_id = j.id
    WHERE j.kind = 'preview' AND coalesce(j.completed_at > now() - make_interval(mins => :minutes), true)
      AND i.state IN ('succeeded', 'failed') AND i.completed_at > now() - make_interval(mins => :minutes)
    GROUP BY 1) AS counted
GROUP BY ago
""")

_SCORES = text("""
SELECT tier, qualification_score AS score, count(*) AS n FROM leads WHERE qualified_at >= :since GROUP BY 1, 2
""")

# found by when they began, since an index on when they ended would cost every save
_CALLS = text("""
SELECT class, count(*) FILTER (WHERE started_at >= now() - interval '1 minute') AS begun,
       count(*) FILTER (WHERE ended_at >= now() - interval '1 minute') AS ended,
       coalesce(sum(prompt_tokens + completion_tokens) FILTER (WHERE ended_at >= now() - interval '1 minute'), 0)
           AS tokens
FROM llm_calls
WHERE started_at >= now() - make_interval(secs => :within_seconds) AND provider = :provider
GROUP BY class
""")

_LATENCY = text("""
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY latency_ms) FROM llm_calls
WHERE started_at >= now() - make_interval(secs => :within_seconds) AND ended_at >= now() - interval '1 minute'
  AND provider = :provider AND class = 'ok'
""")

_LAST_OK = text("""
SELECT ended_at FROM llm_calls
WHERE started_at >= now() - interval '1 day' AND provider = :provider AND class = 'ok'
ORDER BY started_at DESC LIMIT 1
""")

MINUTES = 30


@dataclass(frozen=True, slots=True)
class JobSums:
    """Open jobs, and what the counters of jobs add up to."""

    open: int
    paused: int
    queued: int
    in_progress: int
    succeeded: int
    cancelled: int
    cached: int
    since_usd: Decimal
    month_usd: Decimal


@dataclass(frozen=True, slots=True)
class Failures:
    """Leads that failed, and those of them that may succeed if submitted again."""

    failed: int
    retryable: int


@dataclass(frozen=True, slots=True)
class ScoreCount:
    """How many leads have this tier and score."""

    tier: str
    score: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of the last minute: begun, tokens of those that ended, and how many ended in each class."""

    begun: int
    tokens: int
    ended: dict[str, int]


class InsightRepository:
    """Reads within one session; "now" is when the transaction began, so that all figures are of one moment."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_now(self) -> datetime:
        """When the transaction began, by the database's clock."""
        now: datetime = self._session.execute(_NOW).scalar_one()
        return now

    def sum_jobs(self, *, since: datetime, month: datetime) -> JobSums:
        """What stands and what ended since, exact: counters of younger jobs, rows of the few that began before."""
        stands = self._session.execute(_OPEN_JOBS).one()
        moments = {"since": since, "month": month, "earlier": min(since, month)}
        row = self._session.execute(_YOUNGER_JOBS, moments).one()
        over_since = self._list_over(since)
        ended = self._count_ended(over_since, since)
        return JobSums(
            open=stands.open,
            paused=stands.paused,
            queued=stands.queued,
            in_progress=stands.in_progress,
            succeeded=row.succeeded + ended[0],
            cancelled=row.cancelled + ended[1],
            cached=row.cached + ended[2],
            since_usd=row.since_usd + self._cost(over_since, since),
            month_usd=row.month_usd + self._cost(self._list_over(month), month),
        )

    def _list_over(self, moment: datetime) -> list[uuid.UUID]:
        """Jobs that began before this moment and had not ended by then."""
        return list(self._session.scalars(_JOBS_OVER, {"moment": moment}))

    def _count_ended(self, jobs: Sequence[uuid.UUID], since: datetime) -> tuple[int, int, int]:
        if not jobs:
            return (0, 0, 0)
        row = self._session.execute(_ENDED_OF_JOBS, {"jobs": [str(job) for job in jobs], "since": since}).one()
        return (row.succeeded, row.cancelled, row.cached)

    def _cost(self, jobs: Sequence[uuid.UUID], since: datetime) -> Decimal:
        if not jobs:
            return Decimal(0)
        return Decimal(
            self._session.execute(_COST_OF_JOBS, {"jobs": [str(job) for job in jobs], "since": since}).scalar_one()
        )

    def count_failed(self, *, since: datetime, retryable: Collection[str]) -> Failures:
        """Leads that failed since."""
        row = self._session.execute(_FAILED, {"since": since, "retryable": list(retryable)}).one()
        return Failures(row.failed, row.retryable)

    def list_minutes(self) -> list[int]:
        """Leads that succeeded or failed in each of the last 30 minutes, oldest first; the last one ends now."""
        ago = {row.ago: row.n for row in self._session.execute(_MINUTES, {"minutes": MINUTES})}
        return [ago.get(minute, 0) for minute in reversed(range(MINUTES))]

    def list_scores(self, *, since: datetime) -> list[ScoreCount]:
        """Leads scored since, by tier and score."""
        rows = self._session.execute(_SCORES, {"since": since})
        return [ScoreCount(row.tier, row.score, row.n) for row in rows]

    def count_leads(self) -> int:
        """All leads; reads a whole index."""
        return int(self._session.execute(text("SELECT count(*) FROM leads")).scalar_one())

    def count_ended_jobs(self) -> int:
        """All jobs that have ended; reads the whole index."""
        return int(self._session.execute(_ENDED_JOBS).scalar_one())

    def get_calls(self, provider: str, *, within_seconds: float) -> Calls:
        """What was asked of this provider within the last minute; a call that lasted longer than `within` is missed."""
        rows = self._session.execute(_CALLS, {"provider": provider, "within_seconds": within_seconds}).all()
        return Calls(
            begun=sum(row.begun for row in rows),
            tokens=sum(row.tokens for row in rows),
            ended={row[0]: row.ended for row in rows if row[0] is not None},
        )

    def find_median_latency_ms(self, provider: str, *, within_seconds: float) -> int | None:
        """The middle one of the latencies of good answers of the last minute, of calls begun within these seconds."""
        asked = {"provider": provider, "within_seconds": within_seconds}
        median: int | None = self._session.execute(_LATENCY, asked).scalar_one()
        return median

    def find_last_answer_at(self, provider: str) -> datetime | None:
        """When the last good answer of the last day came."""
        return self._session.execute(_LAST_OK, {"provider": provider}).scalar_one_or_none()
