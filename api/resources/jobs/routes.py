"""Routes of jobs: submit a batch, follow it, read its results."""

from __future__ import annotations

import uuid
from typing import Any

from flask import url_for

from api.http.blueprint import Blueprint
from api.http.guards import caller_id
from api.http.pages import Cursor, Page, identifier, moment, whole_number
from api.http.requests import request_id
from api.http.wiring import request_work, wiring
from api.resources.jobs.document import SUBMISSION
from api.resources.jobs.schemas import (
    JobListQuerySchema,
    JobPageSchema,
    JobSchema,
    ResultListQuerySchema,
    ResultPageSchema,
)
from api.resources.jobs.submission import read_submission
from shared.access.scopes import Scope
from shared.jobs import read, results
from shared.jobs.accept import AcceptJob, accept_job

blp = Blueprint("jobs", __name__, description="Batches of leads: submit, follow, read results.")

POLL_SECONDS = "2"
JOBS = Cursor("jobs", moment, identifier)
RESULTS = Cursor("results", whole_number)


@blp.route("/jobs", methods=("POST",))
@blp.guarded(Scope.SUBMIT)
@blp.doc(**SUBMISSION)
@blp.problems(400, 413, 415, 422, 503)
@blp.response(202, JobSchema, headers=ACCEPTED_HEADERS)
def create_job() -> Any:
    """Submit a batch of leads.

    The whole body is checked first and every fault is told at once. Once 202 is sent, every lead ends in one result.
    """
    batch = read_submission(max_leads=wiring().settings.MAX_LEADS_PER_JOB)
    command = AcceptJob(
        batch.leads, request_id(), batch.skipped, batch.name, batch.metadata, caller_id()
    )
    with request_work() as uow:
        job = accept_job(uow, command, settings=wiring().settings, wake=wiring().broker.wake)
        view = read.get_job(uow, job.id)
    return view, {"Location": url_for("jobs.get_job", job_id=job.id), "Retry-After": POLL_SECONDS}
