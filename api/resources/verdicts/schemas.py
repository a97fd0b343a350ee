"""What goes into and comes out of a person's word."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import marshmallow as ma

from api.http.fields import AnswerSchema, Schema, Timestamp, Whole
from shared.verdicts.kinds import LONGEST_REASON, OutcomeKind

# PostgreSQL takes no NUL; tabs and line ends are as people type them
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# no earlier moment fits a year of four digits in every time zone
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class Reason(ma.fields.String):
    """What a person typed, in lines; spaces around it do not count."""

    def __init__(self, **kwargs: Any) -> None:
        # something that is no space, and no control character
        form = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\s\x00-\x20\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
        super().__init__(validate=ma.validate.Length(1, LONGEST_REASON), metadata={"pattern": form}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).replace("\r\n", "\n").replace("\r", "\n").strip()
        if _CONTROL.search(text):
            raise ma.ValidationError("Must not contain control characters other than tabs and line ends.")
        return text


class NewOverrideSchema(Schema):
    """Another score, another tier, or both; a score alone takes the tier that the profile gives it."""

    score = Whole(load_default=None, validate=ma.validate.Range(0, 100))
    tier = ma.fields.String(
        load_default=None,
        validate=ma.validate.Length(1, 64),
        metadata={"description": "A tier of the profile that judged the lead."},
    )
    reason = Reason(required=True)

    class Meta(Schema.Meta):
        """In the document, too."""

        rules = {  # noqa: RUF012 - as marshmallow's own
            "anyOf": [
                {"required": ["score"], "properties": {"score": {"type": "integer"}}},
                {"required": ["tier"], "properties": {"tier": {"type": "string"}}},
            ]
        }

    @ma.validates_schema
    def _says_something(self, data: dict[str, Any], **_: Any) -> None:
        if data["score"] is None and data["tier"] is None:
            raise ma.ValidationError("Give a score, a tier or both.")


class NewOutcomeSchema(Schema):
    """How a lead ended."""

    outcome = ma.fields.Enum(OutcomeKind, by_value=True, required=True)
    reason = Reason(load_default=None)
    happened_at = ma.fields.AwareDateTime(
        data_key="at",
        format="iso",
        load_default=None,
        validate=ma.validate.Range(min=_EARLIEST, error="Must be in 1970 or later."),
        metadata={"description": "When; RFC 3339, not later than now, which is the default."},
    )


class OverrideSchema(AnswerSchema):
    """What a person says that a lead should score."""

    score = ma.fields.Integer(attribute="override.score", allow_none=True)
    tier = ma.fields.String(attribute="override.tier", allow_none=True)
    reason = ma.fields.String(attribute="override.reason")
    by = ma.fields.String(attribute="override.by", metadata={"description": "The key's name at the time."})
    at = Timestamp(attribute="override.created_at")
    of_current_assessment = ma.fields.Boolean(
        metadata={"description": "False: the lead was judged anew since, so the word was about another score."}
    )


class OutcomeSchema(AnswerSchema):
    """How a lead ended, as a person says."""

    outcome = ma.fields.String(metadata={"enum": [*OutcomeKind]})
    reason = ma.fields.String(allow_none=True)
    by = ma.fields.String(metadata={"description": "The key's name at the time."})
    at = Timestamp(attribute="happened_at")
