"""Errors of jobs."""

from __future__ import annotations

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
