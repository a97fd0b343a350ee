"""Reads what a request says of a profile; the profile itself is checked in shared.profiles, with all faults at once."""

from __future__ import annotations

import uuid
from typing import Any

from flask import request

from api.http.blueprint import Blueprint
from api.http.bodies import JSON, body_type, json_object, load
from api.http.fields import Schema
from api.http.guards import caller_id
from api.http.requests import request_id
from api.resources.jobs.submission_schemas import NoQuerySchema
from api.resources.profiles.preview_schemas import PreviewSchema
from shared.jobs.preview import PreviewProfile
from shared.leads.errors import LeadValidationError
from shared.leads.validate import check_rows, json_rows
from shared.profiles.check import check_content
from shared.profiles.content import ProfileContent


def read_content() -> ProfileContent:
    """The profile that is the whole body; raises ProfileInvalid with pointers into it."""
    return check_content(_body())


def read_envelope(schema: Schema) -> dict[str, Any]:
    """The body as the schema reads it, with `content` checked; raises ProfileInvalid or ValidationError."""
    body = _body()
    content = check_content(body.pop("content", None), at="/content")
    return {"content": content, **load(schema, body, location="json")}


def read_preview(profile_id: uuid.UUID) -> PreviewProfile:
    """What is to be previewed; raises ValidationError, or LeadValidationError with every fault of the leads."""
    said = load(PreviewSchema(), _body(), location="json")
    checked = check_rows(json_rows(said.pop("leads")))
    if checked.bad:
        raise LeadValidationError(f"{len(checked.bad_rows)} of the leads cannot be accepted.", faults=checked.bad)
    return PreviewProfile(profile_id, leads=checked.good, request_id=request_id(), api_key_id=caller_id(), **said)


def _body() -> dict[str, Any]:
    body_type(of=(JSON,))
    Blueprint.ARGUMENTS_PARSER.parse(NoQuerySchema(), request, location="query")
    return json_object()
