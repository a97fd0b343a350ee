"""Follows a job to its end, at a pace that costs the API little, and through its restarts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cli.client.api import ApiClient
from cli.client.errors import ApiProblem, TimedOut, Unreachable
from cli.client.transport import AGAIN
from cli.client.types import Job

SHORTEST_PAUSE_SECONDS = 0.3
LONGEST_PAUSE_SECONDS = 2.0
AWAY_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Sight:
    """The job as last seen; `api_away` when the API has not answered since."""

    job: Job
    api_away: bool = False


def follow(
    api: ApiClient,
    job_id: str,
    *,
    timeout_seconds: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Sight]:
    """Yield the job after every look, the last time when it has ended.

    The pause grows from 0.3 s to 2 s. Raises TimedOut once `timeout_seconds` have passed, and what the client
    raised once the API has been away for 60 s.
    """
    deadline = None if timeout_seconds is None else clock() + timeout_seconds
    job = api.get_job(job_id)
    pause = SHORTEST_PAUSE_SECONDS
    away_since: float | None = None
    yield Sight(job)
    while not job.ended:
        if deadline is not None and clock() + pause > deadline:
            sleep(max(0.0, deadline - clock()))
            raise TimedOut(
                f"The job has not ended within {timeout_seconds:g} s; it goes on.",
                remedy=f"Come back with `sales-agent watch {job_id}`.",
            )
        sleep(pause)
        pause = min(pause * 1.3, LONGEST_PAUSE_SECONDS)
        try:
            job = api.get_job(job_id, patience_seconds=0)
        except (Unreachable, ApiProblem) as error:
            away_since = clock() if away_since is None else away_since
            if not _may_come_back(error) or clock() - away_since > AWAY_PATIENCE_SECONDS:
                raise
            yield Sight(job, api_away=True)
        else:
            away_since = None
            yield Sight(job)


def _may_come_back(error: Unreachable | ApiProblem) -> bool:
    return isinstance(error, Unreachable) or error.problem.status in AGAIN
