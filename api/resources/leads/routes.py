"""Routes of leads: the current score of each, filtered and sorted, the receipt of one, and a person's word on it."""

from __future__ import annotations

import uuid
from typing import Any

from api.http.blueprint import Blueprint
from api.http.bodies import body_of
from api.http.pages import Cursor, Page, identifier, moment, optional, whole_number
from api.http.signature import signature
from api.http.wiring import request_work, wiring
from api.resources.jobs.document import accepted_headers
from api.resources.jobs.schemas import JobSchema
from api.resources.leads.qualify import (
    LATER_HEADERS,
    QUALIFICATION,
    QUALIFIED_HEADERS,
    QualifiedSchema,
    answer_result,
    applied,
    read_lead,
    waiting_place,
    wanted_wait,
)
from api.resources.leads.queries import LeadFilterSchema, LeadListQuerySchema
from api.resources.leads.receipt import LeadSchema
from api.resources.leads.schemas import LeadCountsSchema, LeadPageSchema
from api.resources.verdicts.bodies import read_word
from api.resources.verdicts.schemas import NewOutcomeSchema, NewOverrideSchema
from shared.access.scopes import Scope
from shared.jobs.accept import accept_job
from shared.jobs.await_result import await_result
from shared.jobs.read import get_job
from shared.leads import count, outcome, override, read
from shared.leads.order import LeadSort, Order
from shared.receipts.read import Receipt, get_receipt

blp = Blueprint("leads", __name__, description="Persons and companies with their current score.")


def _cursor(sort: LeadSort, order: Order) -> Cursor:
    value = moment if sort is LeadSort.SCORED else whole_number
    return Cursor(f"leads:{sort}:{order}", whole_number, optional(value), moment, identifier)


@blp.route("/leads")
@blp.guarded(Scope.READ)
@blp.problems(422, 503)
@blp.arguments(LeadListQuerySchema, location="query")
@blp.response(200, LeadPageSchema)
def list_leads(query: dict[str, Any]) -> Page[read.LeadView]:
    """List leads by tier, score, job, time or words."""
    cursor, limit, sort, order = (query.pop(name) for name in ("cursor", "limit", "sort", "order"))
    pages = _cursor(sort, order)
    after = read.LeadMark(*pages.read(cursor)) if cursor else None
    with request_work() as uow:
        rows = read.list_leads(uow, read.LeadFilter(**query), limit=limit + 1, sort=sort, order=order, after=after)
    return pages.page(rows, limit, lambda view: view.mark(sort))


@blp.route("/leads/counts")
@blp.guarded(Scope.READ)
@blp.problems(422, 503)
@blp.arguments(LeadFilterSchema, location="query")
@blp.response(200, LeadCountsSchema)
def get_lead_counts(query: dict[str, Any]) -> count.LeadCounts:
    """Count the leads that the same filters find, by tier."""
    with request_work() as uow:
        return count.count_leads(uow, read.LeadFilter(**query))


@blp.route("/leads/qualify", methods=("POST",))
@blp.guarded(Scope.SUBMIT)
@blp.doc(**QUALIFICATION)
@blp.problems(400, 413, 415, 422, 503)
@blp.alt_response(200, schema=QualifiedSchema, description="Its result, in time.", headers=QUALIFIED_HEADERS)
@blp.response(202, JobSchema, headers=LATER_HEADERS)
def qualify_lead() -> Any:
    """Judge one lead, as a job of one.

    With `Prefer: wait=N` (1 to 30 seconds) the answer is its result, if that comes in time and a place to wait is free.
    """
    command = read_lead()
    with request_work() as uow:
        job = accept_job(uow, command, settings=wiring().settings, wake=wiring().broker.wake)
    with waiting_place(wanted_wait()) as seconds:
        result = await_result(request_work, job.id, seconds=seconds) if seconds else None
    if result is not None:
        return answer_result(result, waited=seconds)
    with request_work() as uow:
        return get_job(uow, job.id), accepted_headers(job.id) | applied(seconds)


@blp.route("/leads/<uuid:lead_id>")
@blp.guarded(Scope.READ)
@blp.problems(404, 503)
@blp.response(200, LeadSchema)
def get_lead(lead_id: uuid.UUID) -> Receipt:
    """Read a lead with its receipt: criteria with their anchors, quotes, arithmetic, tiers, cost, history."""
    with request_work() as uow:
        return get_receipt(uow, lead_id, settings=wiring().settings)


@blp.route("/leads/<uuid:lead_id>/override", methods=("POST",))
@blp.guarded(Scope.SUBMIT)
@blp.doc(requestBody=body_of(NewOverrideSchema))
@blp.problems(400, 404, 409, 413, 415, 422, 503)
@blp.response(200, LeadSchema)
def override_lead(lead_id: uuid.UUID) -> Receipt:
    """Say what a lead should score, and why, beside what the model judged, which stays.

    A later word takes the place of the one before; the same again changes nothing.
    """
    command = override.OverrideLead(lead_id, **read_word(NewOverrideSchema()), **signature())
    with request_work() as uow:
        override.override_lead(uow, command)
        return get_receipt(uow, lead_id, settings=wiring().settings)


@blp.route("/leads/<uuid:lead_id>/override", methods=("DELETE",))
@blp.guarded(Scope.SUBMIT)
@blp.problems(404, 503)
@blp.response(200, LeadSchema)
def withdraw_override(lead_id: uuid.UUID) -> Receipt:
    """Take an override back; it stays on record. Where there is none, nothing changes."""
    with request_work() as uow:
        override.withdraw_override(uow, lead_id, **signature())
        return get_receipt(uow, lead_id, settings=wiring().settings)


@blp.route("/leads/<uuid:lead_id>/outcome", methods=("POST",))
@blp.guarded(Scope.SUBMIT)
@blp.doc(requestBody=body_of(NewOutcomeSchema))
@blp.problems(400, 404, 413, 415, 422, 503)
@blp.response(200, LeadSchema)
def record_outcome(lead_id: uuid.UUID) -> Receipt:
    """Say how a lead ended, judged or not.

    A later word takes the place of the one before; the same again changes nothing.
    """
    command = outcome.RecordOutcome(lead_id, **read_word(NewOutcomeSchema()), **signature())
    with request_work() as uow:
        outcome.record_outcome(uow, command)
        return get_receipt(uow, lead_id, settings=wiring().settings)


@blp.route("/leads/<uuid:lead_id>/outcome", methods=("DELETE",))
@blp.guarded(Scope.SUBMIT)
@blp.problems(404, 503)
@blp.response(200, LeadSchema)
def withdraw_outcome(lead_id: uuid.UUID) -> Receipt:
    """Take an outcome back; it stays on record. Where there is none, nothing changes."""
    with request_work() as uow:
        outcome.withdraw_outcome(uow, lead_id, **signature())
        return get_receipt(uow, lead_id, settings=wiring().settings)
