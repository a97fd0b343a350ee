"""Reads the summary: one moment of the whole service, for the overview."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from shared.database.unit_of_work import UnitOfWork
from shared.fleet.read import Fleet, get_fleet
from shared.insights.provider_state import TROUBLE, ProviderState, judge_provider
from shared.insights.repository import Calls, Failures, InsightRepository, JobSums, ScoreCount
from shared.insights.totals import Totals, get_totals
from shared.llm.classes import DECISIONS
from shared.profiles.content import ProfileContent, SpecialTier, order_tiers
from shared.profiles.repository import ProfileRepository
from shared.settings import SIMULATOR, Settings

DEFAULT_BACK = timedelta(days=1)
BINS = 20
BIN_WIDTH = 5
LEAST_SECONDS_BACK = 300.0
SAVED_WITHIN_SECONDS = 60.0

_RETRYABLE = sorted({decision.error_code for decision in DECISIONS.values() if decision.retry})
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TierShare:
    """How many leads have a tier; `at_least` is the score from which on it is given, None where score does not."""

    tier: str
    count: int
    at_least: int | None


@dataclass(frozen=True, slots=True)
class Ended:
    """Leads that ended since: retryable ones are among the failed, cached ones among the succeeded."""

    succeeded: int
    failed: int
    failed_retryable: int
    cancelled: int
    cached: int


@dataclass(frozen=True, slots=True)
class Provider:
    """How the provider does, and what the workers ask of it; `last_answer_at` is told only in trouble."""

    name: str
    model: str
    state: ProviderState
    last_answer_at: datetime | None
    calls: Calls
    median_latency_ms: int | None
    fleet: Fleet

    @property
    def simulated(self) -> bool:
        """Whether it is our stand-in."""
        return self.name == SIMULATOR


@dataclass(frozen=True, slots=True)
class JobCounts:
    """Jobs by where they stand; the paused ones are among the open."""

    open: int
    paused: int
    ended: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The service at `as_of`, and what ended since `since`; `minutes` are 30, oldest first; `histogram` has 20 bins."""

    since: datetime
    as_of: datetime
    minutes: Sequence[int]
    jobs: JobSums
    failures: Failures
    tiers: Sequence[TierShare]
    histogram: Sequence[int]
    totals: Totals
    provider: Provider

    @property
    def ended(self) -> Ended:
        """Leads that ended since."""
        jobs, failures = self.jobs, self.failures
        return Ended(jobs.succeeded, failures.failed, failures.retryable, jobs.cancelled, jobs.cached)

    @property
    def job_counts(self) -> JobCounts:
        """Jobs by where they stand."""
        return JobCounts(self.jobs.open, self.jobs.paused, self.totals.ended_jobs)

    @property
    def leads(self) -> int:
        """All leads."""
        return self.totals.leads

    @property
    def rate_per_minute(self) -> float:
        """Leads that ended within the last 60 s."""
        return float(self.minutes[-1])

    @property
    def revision(self) -> str:
        """Changes whenever a figure does; that time goes by is no change."""
        still = replace(self, as_of=_NEVER, since=_NEVER)
        return hashlib.sha256(repr(still).encode()).hexdigest()[:32]


def get_summary(uow: UnitOfWork, *, settings: Settings, since: datetime | None = None) -> Summary:
    """The summary; `since` is a day ago by default. Needs a transaction of its own, not begun yet."""
    # one snapshot, so that what one figure counts another does not miss
    uow.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    insights = InsightRepository(uow.session)
    now = insights.get_now()
    since = since or now - DEFAULT_BACK
    month = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    scores = insights.list_scores(since=since)
    return Summary(
        since=since,
        as_of=now,
        minutes=insights.list_minutes(),
        jobs=insights.sum_jobs(since=since, month=month),
        failures=insights.count_failed(since=since, retryable=_RETRYABLE),
        tiers=_tiers(ProfileRepository(uow.session).get_active_content(), scores),
        histogram=_histogram(scores),
        totals=get_totals(insights),
        provider=_provider(uow, insights, settings),
    )


def _tiers(profile: ProfileContent, scores: Sequence[ScoreCount]) -> list[TierShare]:
    """The profile's tiers from high to low, the two that code gives, then those of other profiles if there are any."""
    thresholds = {tier.name: tier.at_least for tier in profile.tiers}
    return [
        TierShare(tier, sum(row.count for row in scores if row.tier == tier), thresholds.get(tier))
        for tier in order_tiers(thresholds, {row.tier for row in scores})
    ]


def _histogram(scores: Sequence[ScoreCount]) -> list[int]:
    """Leads by score: 0 to 4, 5 to 9 and so on, the last 95 to 100; without those of which too little is known."""
    bins = [0] * BINS
    for row in scores:
        if row.score is not None and row.tier != SpecialTier.OPEN:
            bins[min(row.score // BIN_WIDTH, BINS - 1)] += row.count
    return bins


def call_seconds(deadline_seconds: float) -> float:
    """How long ago a call may have begun that ended within the last minute, at least 5 minutes.

    A claimed call waits for a slot behind one other at most, lasts as long as the deadline allows, and is then saved.
    """
    return max(LEAST_SECONDS_BACK, 2 * deadline_seconds + 60 + SAVED_WITHIN_SECONDS)


def _provider(uow: UnitOfWork, insights: InsightRepository, settings: Settings) -> Provider:
    name = settings.LLM_PROVIDER
    within = call_seconds(settings.LLM_TOTAL_DEADLINE_SECONDS)
    calls = insights.get_calls(name, within_seconds=within)
    state = judge_provider(calls.ended, simulated=name == SIMULATOR)
    return Provider(
        name=name,
        model=settings.CEREBRAS_MODEL,
        state=state,
        last_answer_at=insights.find_last_answer_at(name) if state in TROUBLE else None,
        calls=calls,
        median_latency_ms=insights.find_median_latency_ms(name, within_seconds=within),
        fleet=get_fleet(uow),
    )
