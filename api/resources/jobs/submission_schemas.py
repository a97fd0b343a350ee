"""What a submitted batch may say beside its leads; the leads themselves are checked in shared.leads."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import marshmallow as ma

from api.http.fields import Label, OneLine, Pairs, Schema, Switch, Whole
from shared.leads.fields import (
    MAX_ADDITIONAL_KEY_CHARS,
    MAX_ADDITIONAL_KEYS,
    MAX_ADDITIONAL_NUMBER,
    MAX_ADDITIONAL_VALUE_CHARS,
    TEXT_FIELDS,
)
from shared.leads.read_xlsx import MAX_SHEET_CHARS

NAME_MAX = 200
PROFILE_MAX = 120
METADATA_PAIRS = 16
METADATA_KEY_MAX = 64
METADATA_VALUE_MAX = 512
MAPPING_FORM = r"[^\x00]+:[a-z_]+"


class OnInvalid(StrEnum):
    """What to do when some leads are bad."""

    REJECT = "reject"
    SKIP = "skip"


def _name() -> Label:
    return Label(
        load_default=None,
        allow_none=True,
        validate=ma.validate.Length(1, NAME_MAX),
        metadata={"description": "For people; blanks around it are dropped, and something must be left."},
    )


def _on_invalid() -> ma.fields.Field[Any]:
    return ma.fields.Enum(
        OnInvalid,
        by_value=True,
        load_default=OnInvalid.REJECT,
        metadata={
            "description": "`reject`: one bad lead refuses the job; `skip`: the good ones go on.",
            "default": OnInvalid.REJECT.value,
        },
    )


_DRY_RUN = {"description": "Only check and estimate: nothing is kept, and bad leads are no error."}


def profile_named() -> OneLine:
    """The profile that a job is judged by."""
    return OneLine(
        load_default=None,
        allow_none=True,
        validate=ma.validate.Length(1, PROFILE_MAX),
        metadata={"description": "Id or name, in any case, of the profile to judge by; the default one if left out."},
    )


def version_named(*, strict: bool) -> ma.fields.Integer:
    """The version of it; a body has a number, a URL has text."""
    number = Whole if strict else ma.fields.Integer
    return number(
        load_default=None,
        allow_none=True,
        validate=ma.validate.Range(1, 2**31 - 1),
        metadata={"description": "A version of that profile; its active one if left out."},
    )


def metadata_pairs() -> Pairs:
    """The sender's own words beside a job."""
    return Pairs(
        keys=OneLine(validate=ma.validate.Length(1, METADATA_KEY_MAX)),
        values=OneLine(validate=ma.validate.Length(0, METADATA_VALUE_MAX)),
        load_default=dict,
        validate=ma.validate.Length(0, METADATA_PAIRS),
        metadata={
            "description": f"Yours: at most {METADATA_PAIRS} pairs, keys to {METADATA_KEY_MAX} characters, "
            f"values to {METADATA_VALUE_MAX}."
        },
    )


class EnvelopeSchema(Schema):
    """A JSON body without its leads."""

    name = _name()
    profile = profile_named()
    profile_version = version_named(strict=True)
    on_invalid = _on_invalid()
    dry_run = Switch(load_default=False, metadata=_DRY_RUN)
    metadata = metadata_pairs()


def _lead_fields() -> dict[str, ma.fields.Field[Any]]:
    """One documented field for each of a lead's, with the limits that check_rows holds them to."""
    texts: dict[str, ma.fields.Field[Any]] = {
        field.name: ma.fields.String(
            required=field.name == "company_name", validate=ma.validate.Length(max=field.max_chars)
        )
        for field in TEXT_FIELDS
    }
    custom_id = ma.fields.String(
        validate=ma.validate.Regexp(r"^[A-Za-z0-9_-]{1,64}$"),
        metadata={"description": "Yours, unique in the job; made up if left out."},
    )
    value = {
        "type": ["string", "number", "boolean", "null"],
        "maxLength": MAX_ADDITIONAL_VALUE_CHARS,
        "minimum": -MAX_ADDITIONAL_NUMBER,
        "maximum": MAX_ADDITIONAL_NUMBER,
    }
    additional = ma.fields.Dict(
        keys=ma.fields.String(),
        metadata={
            "additionalProperties": value,
            "maxProperties": MAX_ADDITIONAL_KEYS,
            "description": f"What else is known: at most {MAX_ADDITIONAL_KEYS} keys of at most "
            f"{MAX_ADDITIONAL_KEY_CHARS} characters; values are text, numbers, true, false or null.",
        },
    )
    return {"custom_id": custom_id, **texts, "additional_data": additional}


LeadInputSchema = Schema.from_dict(_lead_fields(), name="LeadInputSchema")


class NewJobSchema(EnvelopeSchema):
    """A JSON body as documented; `leads` are checked by shared.leads, 20 times as fast."""

    leads = ma.fields.List(ma.fields.Nested(LeadInputSchema), required=True, validate=ma.validate.Length(min=1))


class LinesQuerySchema(Schema):
    """What a body that is nothing but leads cannot say itself; not for JSON."""

    name = _name()
    profile = profile_named()
    profile_version = version_named(strict=False)
    on_invalid = _on_invalid()
    # what is misspelt must not be submitted
    dry_run = ma.fields.Boolean(load_default=False, truthy={"true"}, falsy={"false"}, metadata=_DRY_RUN)


class TableQuerySchema(LinesQuerySchema):
    """What a body with columns cannot say itself."""

    map = ma.fields.List(
        ma.fields.String(validate=ma.validate.Regexp(rf"^{MAPPING_FORM}$", error="Must be Header:field.")),
        load_default=(),
        metadata={
            "description": "`Header:field` sends a column to a field, `additional_data` or `ignore`; repeatable."
        },
    )


def _encoding() -> ma.fields.String:
    return ma.fields.String(
        load_default=None,
        validate=ma.validate.Length(1, 40),
        metadata={"description": "Of a CSV file; found out by default."},
    )


def _sheet() -> OneLine:
    return OneLine(
        load_default=None,
        validate=ma.validate.Length(1, MAX_SHEET_CHARS),
        metadata={"description": "Name of the workbook's sheet; by default the first visible one with cells."},
    )


class CsvQuerySchema(TableQuerySchema):
    """What a CSV body cannot say itself."""

    encoding = _encoding()


class XlsxQuerySchema(TableQuerySchema):
    """What a workbook cannot say itself."""

    sheet = _sheet()


class FileQuerySchema(TableQuerySchema):
    """All of them, as documented; each form of body takes its own."""

    encoding = _encoding()
    sheet = _sheet()


class NoQuerySchema(Schema):
    """No parameters."""
