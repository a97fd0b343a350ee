"""Which leads of an ended job are tried again."""

from __future__ import annotations

import marshmallow as ma

from api.http.fields import OneLine, Schema
from api.resources.jobs.submission_schemas import NAME_MAX
from shared.jobs.retry import RETRIED_BY_DEFAULT, RETRYABLE

CUSTOM_IDS_MAX = 100_000


class RetryJobSchema(Schema):
    """A choice among the leads that have no score; all of it may be left out."""

    statuses = ma.fields.List(
        ma.fields.String(validate=ma.validate.OneOf(sorted(RETRYABLE))),
        load_default=lambda: [*RETRIED_BY_DEFAULT],
        validate=ma.validate.Length(min=1),
        metadata={"description": "Leads that ended so.", "default": [*RETRIED_BY_DEFAULT]},
    )
    custom_ids = ma.fields.List(
        ma.fields.String(validate=ma.validate.Regexp(r"^[A-Za-z0-9_-]{1,64}$")),
        load_default=None,
        validate=ma.validate.Length(1, CUSTOM_IDS_MAX),
        metadata={"description": "Only these of them; all by default."},
    )
    name = OneLine(
        load_default=None,
        validate=ma.validate.Length(1, NAME_MAX),
        metadata={"description": "Of the new job; by default that of the old one."},
    )
