"""What flask-smorest cannot infer of submitting a job: several kinds of body on one path, and headers."""

from __future__ import annotations

import uuid
from typing import Any

from flask import url_for

from api.http.bodies import CSV, JSON, NDJSON, XLSX
from api.resources.jobs.retry_schemas import RetryJobSchema
from api.resources.jobs.submission_schemas import FileQuerySchema, NewJobSchema

_JSON_EXAMPLE = {
    "name": "Fair, Hall 4",
    "on_invalid": "reject",
    "leads": [
        {
            "custom_id": "row-1",
            "company_name": "Northwind Robotics",
            "company_website": "https://northwind.example",
            "contact_email": "ada@northwind.example",
            "contact_title": "Head of Operations",
            "notes": "Asked for a quote for three sites; wants to start in March.",
        }
    ],
}
_CSV_EXAMPLE = (
    "Company,Website,E-mail,Job title,Notes\n"
    "Northwind Robotics,https://northwind.example,ada@northwind.example,Head of Operations,Asked for a quote\n"
)

_NDJSON_EXAMPLE = (
    '{"company_name": "Northwind Robotics", "contact_email": "ada@northwind.example"}\n'
    '{"company_name": "Fabrikam", "notes": "Asked for a quote"}\n'
)

SUBMISSION: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "Leads as JSON, as NDJSON with one lead a line, or as a CSV file or XLSX workbook whose "
        "first line names the columns.",
        "content": {
            JSON: {"schema": NewJobSchema, "example": _JSON_EXAMPLE},
            NDJSON: {"schema": {"type": "string"}, "example": _NDJSON_EXAMPLE},
            CSV: {"schema": {"type": "string"}, "example": _CSV_EXAMPLE},
            XLSX: {"schema": {"type": "string", "format": "binary"}},
        },
    },
    "parameters": [{"in": "query", "schema": FileQuerySchema}],
}


RETRY: dict[str, Any] = {
    "requestBody": {
        "required": False,
        "description": "Which leads; without a body, all that failed or expired.",
        "content": {JSON: {"schema": RetryJobSchema, "example": {"statuses": ["failed", "cancelled"]}}},
    }
}


def _header(description: str, kind: str = "string") -> dict[str, Any]:
    return {"description": description, "schema": {"type": kind}}


RETRY_AFTER = _header("Seconds to wait before asking again; absent once the job has ended.", "integer")
POLL_SECONDS = "2"
ACCEPTED_HEADERS = {"Location": _header("Path of the job."), "Retry-After": RETRY_AFTER}
CONTROLLED_HEADERS = {"Retry-After": RETRY_AFTER}
JOB_HEADERS = {"ETag": _header("Send it as If-None-Match: 304 says that nothing changed."), "Retry-After": RETRY_AFTER}
RESULT_FILE: dict[str, Any] = {
    "schema": {"type": "string"},
    "description": "A page of results, or a file of all of them.",
    "headers": {"Content-Disposition": _header("For files: a name to save it under.")},
}
REFUSED_FILE: dict[str, Any] = {
    "schema": {"type": "string"},
    "description": "The refused rows: the columns as they came, and a last one, `fault`.",
    "headers": {"Content-Disposition": _header("A name to save the file under.")},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "An earlier ETag.",
}


def accepted_headers(job_id: uuid.UUID) -> dict[str, str]:
    """Where the job is followed, and when to ask first."""
    return {"Location": url_for("jobs.get_job", job_id=job_id), "Retry-After": POLL_SECONDS}
