"""What a preview of a profile is asked of."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from api.http.fields import Schema, Whole
from api.resources.jobs.submission_schemas import LeadInputSchema
from shared.jobs.preview import MOST_LEADS

_SOURCES = ("leads", "lead_ids", "sample")


class PreviewSchema(Schema):
    """Which version, and of which leads; the leads themselves are checked in shared.leads."""

    version = Whole(required=True, validate=ma.validate.Range(1, 2**31 - 1))
    leads = ma.fields.List(ma.fields.Raw(), load_default=(), validate=ma.validate.Length(1, MOST_LEADS))
    lead_ids = ma.fields.List(
        ma.fields.UUID(),
        load_default=(),
        validate=ma.validate.Length(1, MOST_LEADS),
        metadata={"description": "Leads as they were last submitted."},
    )
    sample = Whole(
        load_default=None,
        allow_none=False,
        validate=ma.validate.Range(1, MOST_LEADS),
        metadata={"description": "So many of the leads that appeared last."},
    )

    class Meta(Schema.Meta):
        """In the document, too."""

        rules = {"oneOf": [{"required": [name]} for name in _SOURCES]}  # noqa: RUF012 - as marshmallow's own

    @ma.validates_schema(pass_original=True)
    def one_source(self, _: Any, original: Any, **__: Any) -> None:
        """Raise ValidationError unless exactly one source of leads is named."""
        if sum(name in original for name in _SOURCES) != 1:
            raise ma.ValidationError(f"Send exactly one of {', '.join(_SOURCES)}.")


class NewPreviewSchema(PreviewSchema):
    """A preview as documented: exactly one of `leads`, `lead_ids` and `sample`."""

    leads = ma.fields.List(ma.fields.Nested(LeadInputSchema), validate=ma.validate.Length(1, MOST_LEADS))
