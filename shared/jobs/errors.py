"""Errors of jobs."""

from __future__ import annotations

import uuid

from shared.errors import Conflict, NotFound


class JobNotFound(NotFound):
    """There is no job with this id."""

    code = "job_not_found"

    def __init__(self) -> None:
        super().__init__("There is no job with this id.")


class JobAlreadyEnded(Conflict):
    """The job has ended, so there is nothing left to stop."""

    code = "job_already_ended"


class JobNotWorkable(Conflict):
    """The job was stopped while a claim was under way; the claim must be rolled back."""

    code = "job_not_workable"


class JobCancelling(Conflict):
    """The job is being cancelled, so it can be neither paused nor resumed."""

    code = "job_cancelling"

    def __init__(self) -> None:
        super().__init__("The job is being cancelled.")


class JobNotPaused(Conflict):
    """The job is not paused, so there is nothing to resume."""

    code = "job_not_paused"

    def __init__(self, status: str) -> None:
        super().__init__(f"The job is {status.replace('_', ' ')}, not paused.")


class JobNotEnded(Conflict):
    """The job still runs; its leads are tried again by itself."""

    code = "job_not_ended"

    def __init__(self, status: str) -> None:
        super().__init__(f"The job is {status.replace('_', ' ')}; only an ended job can be retried.")


class NothingToRetry(Conflict):
    """No lead of the job is in the wanted states, or none of the named ones is."""

    code = "nothing_to_retry"

    def __init__(self) -> None:
        super().__init__("No lead of the job matches.")


class RetryRunning(Conflict):
    """Leads of the job are being tried again already; a second job would pay for them twice."""

    code = "retry_running"

    def __init__(self, job_id: uuid.UUID) -> None:
        super().__init__(f"Job {job_id} tries leads of this job again and has not ended.")
