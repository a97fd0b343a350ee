"""Queries over what was judged lately: what it cost, how long it took, and what is still open."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, defer

from shared.jobs.models import Job
from shared.jobs.progress import progress_of
from shared.jobs.states import WORKABLE_JOBS
from shared.queue.names import Queue

# The inner LIMIT bounds the look back: a version that judged nothing lately must not read the whole table.
_COSTS = text("""
SELECT count(*) AS leads, avg(cost_usd) AS mean, percentile_disc(0.1) WITHIN GROUP (ORDER BY cost_usd) AS low,
       percentile_disc(0.9) WITHIN GROUP (ORDER BY cost_usd) AS high
FROM (SELECT cost_usd FROM (SELECT id, cost_usd, profile_version_id, provider, model
                            FROM assessments ORDER BY id DESC LIMIT 20000) AS lately
      WHERE profile_version_id = CAST(:version_id AS uuid) AND provider = :provider AND model = :model
      ORDER BY id DESC LIMIT 1000) AS last
""")

_LATENCIES = text("""
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY latency_ms) AS median,
       percentile_disc(0.9) WITHIN GROUP (ORDER BY latency_ms) AS high
FROM (SELECT latency_ms FROM (SELECT started_at, class, provider, model, latency_ms
                              FROM llm_calls ORDER BY started_at DESC LIMIT 5000) AS lately
      WHERE class = 'ok' AND provider = :provider AND model = :model AND latency_ms IS NOT NULL
      ORDER BY started_at DESC LIMIT 1000) AS last
""")


@dataclass(frozen=True, slots=True)
class RecentCosts:
    """USD a lead over the last `leads` judgements, at most 1,000: mean, 10th and 90th percentile."""

    leads: int
    mean: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class RecentLatency:
    """Seconds a call over the last 1,000 good ones: median and 90th percentile."""

    median_seconds: float
    high_seconds: float


@dataclass(frozen=True, slots=True)
class Backlog:
    """Leads of a queue's jobs that have not ended, and how many of that queue end a second (None: not known)."""

    leads: int
    rate: float | None


class RecentRepository:
    """Reads what happened lately within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find_costs(self, version_id: uuid.UUID, *, provider: str, model: str) -> RecentCosts | None:
        """What leads cost under this profile version and model, or None if none of the last 20,000 was judged so."""
        row = self._session.execute(_COSTS, {"version_id": str(version_id), "provider": provider, "model": model}).one()
        return RecentCosts(row.leads, row.mean, row.low, row.high) if row.leads else None

    def find_latency(self, *, provider: str, model: str) -> RecentLatency | None:
        """How long good calls took, or None if none of the last 5,000 calls was one."""
        row = self._session.execute(_LATENCIES, {"provider": provider, "model": model}).one()
        return None if row.median is None else RecentLatency(row.median / 1000, row.high / 1000)

    def get_backlog(self, queue: Queue) -> Backlog:
        """What is ahead of a new job of this queue, by the rows of the open jobs alone."""
        rows = self._session.execute(
            select(Job, func.clock_timestamp())
            .options(defer(Job.skipped_rows, raiseload=True))
            .where(Job.completed_at.is_(None), Job.queue == queue, Job.status.in_([*WORKABLE_JOBS]))
        ).all()
        rates = [progress_of(job, now=now).rate_per_minute for job, now in rows]
        known = [rate for rate in rates if rate is not None]
        return Backlog(
            leads=sum(job.queued + job.in_progress for job, _ in rows),
            rate=sum(known) / 60 if known else None,
        )
