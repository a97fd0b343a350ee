"""The documented form of an error; handlers.py builds it, a test holds the two equal."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from api.http.errors import PROBLEMS
from api.http.fields import AnswerSchema, Schema


class FaultSchema(Schema):
    """One thing wrong with a request, and where: only what applies is there."""

    class Meta:
        """Says nothing of further fields in the document."""

        unknown = ma.EXCLUDE

    code = ma.fields.String(required=True, metadata={"description": "Stable, for programs."})
    detail = ma.fields.String(required=True, metadata={"description": "A sentence for people, without the value."})
    pointer = ma.fields.String(metadata={"description": "JSON pointer into the body, as `/leads/17/contact_email`."})
    row = ma.fields.Integer(metadata={"description": "Line of a CSV file where the row starts; the header is 1."})
    column = ma.fields.String(metadata={"description": "Header of a CSV column."})
    parameter = ma.fields.String(metadata={"description": "Name of a parameter of the URL."})


class ProblemSchema(AnswerSchema):
    """An error (RFC 9457)."""

    type = ma.fields.String(metadata={"description": "Where the code is explained."})
    title = ma.fields.String()
    status = ma.fields.Integer()
    detail = ma.fields.String()
    instance = ma.fields.String(
        allow_none=True, metadata={"description": "The path that was asked for; null if it could not be read."}
    )
    code = ma.fields.String(metadata={"enum": sorted(PROBLEMS)})
    request_id = ma.fields.String(metadata={"description": "As in X-Request-Id and in the logs."})
    retryable = ma.fields.Boolean(metadata={"description": "Whether trying again may help."})
    error_count = ma.fields.Integer(metadata={"description": "How many faults there are."})
    errors = ma.fields.List(
        ma.fields.Nested(FaultSchema), metadata={"description": "The faults, at most the first 1,000."}
    )
    job_id = ma.fields.UUID(
        metadata={"description": "Only where a result was waited for in vain: the job made for it."}
    )

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[Any]) -> None:
        """Document as always present what is."""
        super().on_bind_field(field_name, field_obj)
        field_obj.required = field_name != "job_id"
