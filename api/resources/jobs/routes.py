"""Routes of jobs: submit a batch, follow it, pause, cancel or retry it, read its results."""

from __future__ import annotations

import uuid
from typing import Any

from api.http.blueprint import Blueprint
from api.http.bodies import CSV, NDJSON
from api.http.guards import caller
from api.http.pages import Cursor, Page, identifier, moment, whole_number
from api.http.requests import request_id
from api.http.wiring import request_work, wiring
from api.resources.events.schemas import EventListSchema
from api.resources.jobs.document import (
    ACCEPTED_HEADERS,
    CONTROLLED_HEADERS,
    IF_NONE_MATCH,
    JOB_HEADERS,
    POLL_SECONDS,
    REFUSED_FILE,
    RESULT_FILE,
    RETRY,
    SUBMISSION,
    accepted_headers,
)
from api.resources.jobs.dry_run import answer_dry_run
from api.resources.jobs.estimate_schemas import EstimateSchema
from api.resources.jobs.refused_csv import answer_refused
from api.resources.jobs.result_formats import ResultFormat, wanted_format
from api.resources.jobs.result_schemas import FailureListSchema, ResultListQuerySchema, ResultPageSchema
from api.resources.jobs.result_stream import stream_results
from api.resources.jobs.retry import read_choice
from api.resources.jobs.schemas import JobListQuerySchema, JobPageSchema, JobSchema
from api.resources.jobs.submission import choice_told_by_place, command_of, read_submission
from shared.access.scopes import Scope
from shared.audit.record import Actor
from shared.jobs import cancel, events, failures, pause, read, refused, resume, retry
from shared.jobs import results as job_results
from shared.jobs.accept import accept_job
from shared.jobs.result_repository import ResultOrder, ResultsWanted

blp = Blueprint("jobs", __name__, description="Batches of leads: submit, follow, pause, cancel, retry, read results.")

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
    with choice_told_by_place(batch), request_work() as uow:
        job = accept_job(uow, command_of(batch), settings=settings, wake=wiring().broker.wake)
        view = read.get_job(uow, job.id)
    return view, accepted_headers(job.id)


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
        rows = read.list_jobs(uow, limit=limit + 1, statuses=query["status"], kind=query["kind"], after=after)
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
@blp.alt_response(200, schema=JobSchema, description="Its cancel was asked for before.", headers=CONTROLLED_HEADERS)
@blp.response(202, JobSchema, headers=CONTROLLED_HEADERS)
def cancel_job(job_id: uuid.UUID) -> Any:
    """Stop a job for good.

    Leads that wait are cancelled; those at the model end, are paid for and kept. Then the job is cancelled.
    """
    with request_work() as uow:
        asked_now = cancel.cancel_job(uow, job_id, actor=Actor.of(caller()), request_id=request_id())
        view = read.get_job(uow, job_id)
    return view, 202 if asked_now else 200, {} if view.has_ended else {"Retry-After": POLL_SECONDS}


@blp.route("/jobs/<uuid:job_id>/pause", methods=("POST",))
@blp.guarded(Scope.SUBMIT)
@blp.problems(404, 409, 503)
@blp.alt_response(200, schema=JobSchema, description="It was paused before.", headers=CONTROLLED_HEADERS)
@blp.response(202, JobSchema, headers=CONTROLLED_HEADERS)
def pause_job(job_id: uuid.UUID) -> Any:
    """Let a job wait until it is resumed.

    From the answer on no lead of it is claimed; those at the model end, are paid for and kept.
    """
    with request_work() as uow:
        asked_now = pause.pause_job(uow, job_id, actor=Actor.of(caller()), request_id=request_id())
        view = read.get_job(uow, job_id)
    return view, 202 if asked_now else 200, {"Retry-After": POLL_SECONDS}


@blp.route("/jobs/<uuid:job_id>/resume", methods=("POST",))
@blp.guarded(Scope.SUBMIT)
@blp.problems(404, 409, 503)
@blp.response(202, JobSchema, headers=CONTROLLED_HEADERS)
def resume_job(job_id: uuid.UUID) -> Any:
    """Let a paused job go on."""
    actor, settings, wake = Actor.of(caller()), wiring().settings, wiring().broker.wake
    with request_work() as uow:
        resume.resume_job(uow, job_id, actor=actor, request_id=request_id(), settings=settings, wake=wake)
        view = read.get_job(uow, job_id)
    return view, {"Retry-After": POLL_SECONDS}


@blp.route("/jobs/<uuid:job_id>/retry", methods=("POST",))
@blp.guarded(Scope.SUBMIT)
@blp.doc(**RETRY)
@blp.problems(400, 404, 409, 413, 415, 422, 503)
@blp.response(202, JobSchema, headers=ACCEPTED_HEADERS)
def retry_job(job_id: uuid.UUID) -> Any:
    """Try the leads of an ended job that have no score again, as a new job.

    By default those that failed or expired. The new job judges by the same version of the profile.
    """
    command = retry.RetryJob(job_id, Actor.of(caller()), request_id(), **read_choice())
    with request_work() as uow:
        made = retry.retry_job(uow, command, settings=wiring().settings, wake=wiring().broker.wake)
        view = read.get_job(uow, made)
    return view, accepted_headers(made)


@blp.route("/jobs/<uuid:job_id>/events")
@blp.guarded(Scope.READ)
@blp.problems(404, 503)
@blp.response(200, EventListSchema)
def list_job_events(job_id: uuid.UUID) -> Any:
    """Read who cancelled, paused, resumed or retried a job, and when; newest first, at most 200."""
    with request_work() as uow:
        return {"data": events.list_job_events(uow, job_id)}


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
    limit, order, pages = query["limit"], query["order"], RESULTS[query["order"]]
    after = pages.read(query["cursor"]) if query["cursor"] else None
    wanted = ResultsWanted(query["status"], order, query["index"])
    with request_work() as uow:
        rows = job_results.list_results(uow, job_id, wanted, limit=limit + 1, after=after)
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
