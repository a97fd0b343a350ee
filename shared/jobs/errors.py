"""Errors of jobs, and what is said of a lead that failed."""

from __future__ import annotations

from shared.errors import NotFound, TooLarge


class JobNotFound(NotFound):
    """There is no job with this id."""

    code = "job_not_found"


class TooManyLeads(TooLarge):
    """The job has more leads than one job may have."""

    code = "too_many_leads"

    def __init__(self, *, limit: int) -> None:
        super().__init__(f"A job takes at most {limit:,} leads; send the rest as further jobs.")
        self.limit = limit
