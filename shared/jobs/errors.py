"""Errors of jobs."""

from __future__ import annotations

from shared.errors import NotFound


class JobNotFound(NotFound):
    """There is no job with this id."""

    code = "job_not_found"
