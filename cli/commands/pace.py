"""Rate and remaining time of a job: the API's figures, else an estimate from what this program has seen itself."""

from __future__ import annotations

from collections.abc import Callable

from cli.client.types import Job

LEAST_SECONDS = 1.0
LEAST_ENDED = 10


class Pace:
    """Watches the judged leads; the API gives no remaining time in a job's first ten seconds, and many end before."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._first: tuple[float, int] | None = None
        self.leads_per_minute: float | None = None
        self.eta_seconds: float | None = None

    def see(self, job: Job) -> None:
        """Take in the job as it is now."""
        now, ended = self._clock(), job.request_counts.succeeded + job.request_counts.failed
        if self._first is None:
            self._first = (now, ended)
        since, ended_then = self._first
        own = None
        if now - since >= LEAST_SECONDS and ended - ended_then >= LEAST_ENDED:
            own = (ended - ended_then) / (now - since) * 60
        rate = own if job.progress.rate_per_minute is None else job.progress.rate_per_minute
        # of a job that is done within a second it says more about the clock than about the job
        self.leads_per_minute = rate if rate is None or rate <= job.request_counts.total * 60 else None
        self.eta_seconds = job.progress.eta_seconds
        if self.eta_seconds is None and own and not job.ended:
            self.eta_seconds = (job.request_counts.total - job.request_counts.ended) / own * 60
