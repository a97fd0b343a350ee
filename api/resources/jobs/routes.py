"""Routes of jobs: submit a batch, follow it, cancel it, read its results."""

from __future__ import annotations

import uuid
from typing import Any

from flask import url_for

from api.http.blueprint import Blueprint
from api.http.bodies import CSV, NDJSON
from api.http.guards import caller_id
from api.http.pages import Cursor, Page, identifier, moment, whole_number
from api.http.requests import request_id
from api.http.wiring import request_work, wiring
from api.resources.jobs.document import (
    ACCEPTED_HEADERS,
    CANCELLED_HEADERS,
    IF_NONE_MATCH,
    JOB_HEADERS,
    REFUSED_FILE,
    RESULT_FILE,
    SUBMISSION,
)
from api.resources.jobs.dry_run import answer_dry_run
from api.resources.jobs.estimate_schemas import EstimateSchema
from api.resources.jobs.refused_csv import answer_refused
from api.resources.jobs.result_formats import ResultFormat, wanted_format
from api.resources.jobs.result_stream import stream_results
from api.resources.jobs.schemas import (
    FailureListSchema,
    JobListQuerySchema,
    JobPageSchema,
    JobSchema,
    ResultListQuerySchema,
    ResultPageSchema,
)
from api.resources.jobs.submission import read_submission
from shared.access.scopes import Scope
from shared.jobs import cancel, failures, read, refused
from shared.jobs import results as job_results
from shared.jobs.accept import AcceptJob, accept_job
from shared.jobs.results import ResultOrder

blp = Blueprint("jobs", __name__, description="Batches of leads: submit, follow, cancel, read results.")

POLL_SECONDS = "2"
JOBS = Cursor("jobs", moment, identifier)
RESULTS = {
    ResultOrder.INPUT: Cursor("results", whole_number),
    ResultOrder.RECENT: Cursor("results:recent", moment, whole_number),
}


@blp.route("/jobs", methods=("POST",))
@blp.guarded(Scope.SUBMIT)
@blp.doc(**SUBMISSION)
@blp.problems(400, 413, 415, 422, 503)
@blp.alt_response(200, content_type=CSV, **REFUSED_FILE)
@blp.alt_response(200, schema=EstimateSchema, description="The estimate of a dry run, or its refused rows.")
@blp.response(202, JobSchema, headers=ACCEPTED_HEADERS)
def create_job() -> Any:
    """Submit a batch of leads.

    The whole body is checked first and every fault is told at once. Once 202 is sent, each lead ends in one result.
    With `dry_run`, nothing is kept: the answer tells what is good, what is bad, and what the job would cost and take.
    """
    settings = wiring().settings
    batch = read_submission(max_leads=settings.MAX_LEADS_PER_JOB)
    if batch.dry_run:
        return answer_dry_run(batch)
    command = AcceptJob(
        batch.leads, request_id(), batch.skipped, batch.name, batch.metadata, caller_id(), batch.refused
    )
    with request_work() as uow:
        job = accept_job(uow, command, settings=settings, wake=wiring().broker.wake)
        view = read.get_job(uow, job.id)
    return view, {"Location": url_for("jobs.get_job", job_id=job.id), "Retry-After": POLL_SECONDS}


@blp.route("/jobs")
@blp.guarded(Scope.READ)
@blp.problems(422, 503)
@blp.arguments(JobListQuerySchema, location="query")
@blp.response(200, JobPageSchema)
def list_jobs(query: dict[str, Any]) -> Page[read.JobView]:
    """List jobs, newest first."""
    limit = query["limit"]
    after = JOBS.read(query["cursor"]) if query["cursor"] else None
    with request_work() as uow:
        rows = read.list_jobs(uow, limit=limit + 1, statuses=query["status"], after=after)
    return JOBS.page(rows, limit, lambda view: (view.job.created_at, view.job.id))


@blp.route("/jobs/<uuid:job_id>")
@blp.guarded(Scope.READ)
@blp.doc(parameters=[IF_NONE_MATCH])
@blp.problems(404, 503)
@blp.alt_response(304, description="Nothing changed since the ETag that was sent.")
@blp.response(200, JobSchema, headers=JOB_HEADERS)
def get_job(job_id: uuid.UUID) -> Any:
    """Read a job: counts, progress, usage and cost, exact at every moment."""
    with request_work() as uow:
        view = read.get_job(uow, job_id)
    headers = {"ETag": f'"{view.revision}"'}
    return view, headers if view.has_ended else headers | {"Retry-After": POLL_SECONDS}


@blp.route("/jobs/<uuid:job_id>/cancel", methods=("POST",))
@blp.guarded(Scope.SUBMIT)
@blp.problems(404, 409, 503)
@blp.alt_response(200, schema=JobSchema, description="Its cancel was asked for before.", headers=CANCELLED_HEADERS)
@blp.response(202, JobSchema, headers=CANCELLED_HEADERS)
def cancel_job(job_id: uuid.UUID) -> Any:
    """Stop a job for good.

    Leads that wait are cancelled; those at the model end, are paid for and kept. Then the job is cancelled.
    """
    with request_work() as uow:
        asked_now = cancel.cancel_job(uow, job_id)
        view = read.get_job(uow, job_id)
    return view, 202 if asked_now else 200, {} if view.has_ended else {"Retry-After": POLL_SECONDS}


@blp.route("/jobs/<uuid:job_id>/results")
@blp.guarded(Scope.READ)
@blp.problems(404, 422, 503)
@blp.arguments(ResultListQuerySchema, location="query")
@blp.alt_response(200, content_type=CSV, **RESULT_FILE)
@blp.alt_response(200, content_type=NDJSON, **RESULT_FILE)
@blp.response(200, ResultPageSchema)
def list_results(query: dict[str, Any], job_id: uuid.UUID) -> Any:
    """Read what became of a job's leads, page by page or as a file, while it runs too."""
    form = wanted_format(query["format"])
    if form is not ResultFormat.JSON:
        return stream_results(job_id, form, states=query["status"])
    limit, order = query["limit"], query["order"]
    pages = RESULTS[order]
    after = pages.read(query["cursor"]) if query["cursor"] else None
    with request_work() as uow:
        rows = job_results.list_results(uow, job_id, limit=limit + 1, states=query["status"], order=order, after=after)
    return pages.page(rows, limit, lambda result: result.keys(order)), {"Vary": "Accept"}


@blp.route("/jobs/<uuid:job_id>/failures")
@blp.guarded(Scope.READ)
@blp.problems(404, 503)
@blp.response(200, FailureListSchema)
def list_failures(job_id: uuid.UUID) -> Any:
    """Read why leads of a job failed, code by code."""
    with request_work() as uow:
        return {"data": failures.list_failures(uow, job_id)}


@blp.route("/jobs/<uuid:job_id>/refused")
@blp.guarded(Scope.READ)
@blp.problems(404, 503)
@blp.response(200, content_type=CSV, **REFUSED_FILE)
def list_refused(job_id: uuid.UUID) -> Any:
    """Read the rows that a job left out, as a CSV file that can be mended and sent again."""
    with request_work() as uow:
        rows = refused.get_refused_rows(uow, job_id)
    return answer_refused(rows, file_name=f"{job_id}-refused.csv")
