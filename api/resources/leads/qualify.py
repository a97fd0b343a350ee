"""One lead to be judged: reads it, and how long its sender waits for the result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import marshmallow as ma
from flask import Response, jsonify, request

from api.http.blueprint import Blueprint
from api.http.bodies import JSON, body_type, json_object, load
from api.http.faults import faults_of
from api.http.fields import Schema, always
from api.http.guards import caller_id
from api.http.requests import request_id
from api.http.wiring import wiring
from api.resources.jobs.document import ACCEPTED_HEADERS
from api.resources.jobs.result_schemas import ResultSchema
from api.resources.jobs.submission_schemas import (
    LeadInputSchema,
    NoQuerySchema,
    metadata_pairs,
    profile_named,
    version_named,
)
from shared.errors import Fault, json_pointer
from shared.jobs.accept import AcceptJob
from shared.jobs.results import Result
from shared.leads.errors import LeadValidationError
from shared.leads.validate import CheckedRows, check_rows, json_rows
from shared.profiles.choose import ProfileChoice

LONGEST_WAIT_SECONDS = 30
# one preference among others, each perhaps with parameters of its own (RFC 7240)
_WAIT = re.compile(r'(?:^|,)\s*wait\s*=\s*"?(\d{1,20})"?\s*(?=$|[,;])', re.IGNORECASE)
_IN_THE_LIST = json_pointer("leads", 0)


class QualifyEnvelopeSchema(Schema):
    """What may be said beside the lead."""

    profile = profile_named()
    profile_version = version_named(strict=True)
    metadata = metadata_pairs()


class QualifySchema(QualifyEnvelopeSchema):
    """A lead to be judged, as documented; shared.leads checks it."""

    lead = ma.fields.Nested(LeadInputSchema, required=True)


class QualifiedSchema(ResultSchema):
    """The result of one lead, and the job in which it was judged."""

    object = always("result")
    job_id = ma.fields.UUID(attribute="item.job_id")


def read_lead() -> AcceptJob:
    """The lead in this request as a job of one; raises LeadValidationError with every fault by its place."""
    body_type(of=(JSON,))
    Blueprint.ARGUMENTS_PARSER.parse(NoQuerySchema(), request, location="query")
    body = json_object()
    checked, faults = _check_lead(body.pop("lead", None))
    said: dict[str, Any] = {}
    try:
        said = load(QualifyEnvelopeSchema(), body, location="json")
    except ma.ValidationError as error:
        if not faults:
            raise
        faults = [*faults_of(error), *faults]
    if faults:
        raise LeadValidationError("The lead cannot be accepted as it is; nothing was kept.", faults=faults)
    choice = ProfileChoice(said["profile"], said["profile_version"])
    return AcceptJob(checked.good, request_id(), metadata=said["metadata"], api_key_id=caller_id(), choice=choice)


def _check_lead(lead: object) -> tuple[CheckedRows, list[Fault]]:
    if lead is None:
        missing = Fault("missing", "Send a lead, an object with at least company_name.", pointer="/lead")
        return check_rows([]), [missing]
    checked = check_rows(json_rows([lead]))
    return checked, [
        replace(fault, pointer=f"/lead{(fault.pointer or '').removeprefix(_IN_THE_LIST)}") for fault in checked.bad
    ]


def wanted_wait() -> int:
    """How many seconds the header Prefer (RFC 7240) asks to wait, at most 30; 0 if it says nothing that we know."""
    found = _WAIT.search(",".join(request.headers.getlist("Prefer")))
    return min(int(found[1]), LONGEST_WAIT_SECONDS) if found else 0


@contextmanager
def waiting_place(seconds: int) -> Iterator[int]:
    """How long this request may wait: as long as it wants, or 0 where this process has no place for another."""
    places = wiring().waiting_places
    taken = seconds > 0 and places.acquire(blocking=False)
    try:
        yield seconds if taken else 0
    finally:
        if taken:
            places.release()


def answer_result(result: Result, *, waited: int) -> Response:
    """200 with the result, and that the wish to wait was heard."""
    answer = jsonify(QualifiedSchema().dump(result))
    answer.headers.update(applied(waited))
    return answer


def applied(waited: int) -> dict[str, str]:
    """That the wish to wait was heard; nothing where it was not."""
    return {"Preference-Applied": f"wait={waited}"} if waited else {}


QUALIFICATION: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {
                "schema": QualifySchema,
                "example": {
                    "lead": {"company_name": "Northwind Robotics", "notes": "Asked for a quote for three sites."}
                },
            }
        },
    },
    "parameters": [
        {
            "in": "header",
            "name": "Prefer",
            "schema": {"type": "string"},
            "description": f"`wait=N`: wait up to N seconds, at most {LONGEST_WAIT_SECONDS}, for the result.",
        }
    ],
}
QUALIFIED_HEADERS = {
    "Preference-Applied": {
        "description": "`wait=N`, as it was applied; absent where no place to wait was free.",
        "schema": {"type": "string"},
    }
}
LATER_HEADERS = {**ACCEPTED_HEADERS, **QUALIFIED_HEADERS}
