"""What the API answers, as far as this program reads it; further members are kept in `raw` and else ignored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from cli.client.errors import NotOurApi
from cli.client.problem import read_faults
from shared.errors import Fault
from shared.jobs.states import ENDED_JOBS, ItemState, JobStatus

Shape = TypeVar("Shape", bound=msgspec.Struct)


class Counts(msgspec.Struct, frozen=True):
    """Leads of a job by state; they add up to `total` at every moment."""

    total: int
    queued: int = 0
    in_progress: int = 0
    succeeded: int = 0
    failed: int = 0
    cancelled: int = 0
    expired: int = 0

    @property
    def ended(self) -> int:
        """Leads that have their final result."""
        return self.succeeded + self.failed + self.cancelled + self.expired


class Progress(msgspec.Struct, frozen=True):
    """How a job gets on; the rate is of the last 30 to 60 s."""

    percent: float | None = None
    rate_per_minute: float | None = None
    eta_seconds: float | None = None
    stalled: bool = False
    waiting_on: str | None = None


class Usage(msgspec.Struct, frozen=True):
    """Calls to the provider, failed ones included."""

    calls: int = 0


class Skipped(msgspec.Struct, frozen=True):
    """Rows left out at submission; a row may have several errors."""

    count: int = 0
    errors: list[dict[str, Any]] = msgspec.field(default_factory=list)


class Cost(msgspec.Struct, frozen=True):
    """What the provider's calls cost, in US dollars."""

    actual_usd: Decimal = Decimal(0)


class Job(msgspec.Struct, frozen=True):
    """One job as the API shows it; `raw` is the whole answer."""

    id: str
    status: str
    request_counts: Counts
    raw: dict[str, Any]
    name: str | None = None
    status_reason: str | None = None
    outcome: str | None = None
    progress: Progress = Progress()
    usage: Usage = Usage()
    cost: Cost = Cost()
    provider: str = ""
    model: str = ""
    simulated: bool = False
    cached: int = 0
    skipped: Skipped = Skipped()
    created_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def took_seconds(self) -> float | None:
        """From acceptance to the last result; None before the end."""
        if self.created_at is None or self.completed_at is None:
            return None
        return (self.completed_at - self.created_at).total_seconds()

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self.status in ENDED_JOBS

    @property
    def all_scored(self) -> bool:
        """Whether every accepted lead has a judgement."""
        return self.status == JobStatus.COMPLETED and self.request_counts.succeeded == self.request_counts.total

    @property
    def skipped_faults(self) -> tuple[Fault, ...]:
        """What was wrong with the rows that were left out."""
        return read_faults(self.skipped.errors)


class NextQuestion(msgspec.Struct, frozen=True):
    """The unknown that could move the tier most."""

    question: str


class Flag(msgspec.Struct, frozen=True):
    """Something a person should look at."""

    code: str


class Verdict(msgspec.Struct, frozen=True):
    """The judgement of one lead; score 0 to 100 or None, coverage 0 to 1."""

    tier: str
    score: int | None = None
    coverage: float = 0.0
    reasoning: str = ""
    next_question: NextQuestion | None = None
    flags: tuple[Flag, ...] = ()


class Failure(msgspec.Struct, frozen=True):
    """Why a lead has no score."""

    code: str
    message: str = ""
    remedy: str = ""
    retryable: bool = False


class Result(msgspec.Struct, frozen=True):
    """What became of one lead of a job; `index` is its 0-based position among the accepted leads."""

    index: int
    custom_id: str
    status: str
    raw: dict[str, Any]
    result: Verdict | None = None
    error: Failure | None = None
    cached: bool = False
    input: dict[str, Any] = msgspec.field(default_factory=dict)

    @property
    def company(self) -> str:
        """The company as it was submitted."""
        return str(self.input.get("company_name", ""))

    @property
    def scored(self) -> bool:
        """Whether there is a judgement."""
        return self.status == ItemState.SUCCEEDED and self.result is not None


def read(raw: Mapping[str, Any], shape: type[Shape]) -> Shape:
    """`raw` as `shape`; raises NotOurApi, naming the member, when the answer is of another make."""
    try:
        return msgspec.convert({**raw, "raw": raw}, shape, strict=False)
    except msgspec.ValidationError as error:
        raise NotOurApi(
            f"The API's answer is not as expected: {error}.",
            remedy="Are the API and this program of the same version? See `sales-agent --version`.",
        ) from None
