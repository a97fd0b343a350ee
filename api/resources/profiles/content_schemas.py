"""What a profile says, as it comes in and goes out; its rules are held by shared.profiles, all faults at once."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from api.http.fields import AnswerSchema, Schema
from shared.profiles.content import HEAVIEST, MOST_CRITERIA, MOST_DISQUALIFIERS, MOST_KEYWORDS, MOST_TIERS
from shared.profiles.reader import LONGEST_KEY

# one line without spaces around it
_TEXT = r"[^\s\x00-\x1f\x7f-\x9f]([^\x00-\x1f\x7f-\x9f\u2028\u2029]*[^\s\x00-\x1f\x7f-\x9f])?"
_KEYWORD = r"[^\s,\x00-\x1f\x7f-\x9f]([^,\x00-\x1f\x7f-\x9f\u2028\u2029]*[^\s,\x00-\x1f\x7f-\x9f])?"
_TIER = r"[A-Za-z0-9]([A-Za-z0-9 _-]*[A-Za-z0-9])?"


def _text(
    longest: int, form: str = _TEXT, description: str | None = None, *, required: bool = False
) -> ma.fields.String:
    metadata = {"pattern": f"^{form}$", **({"description": description} if description else {})}
    return ma.fields.String(required=required, validate=ma.validate.Length(1, longest), metadata=metadata)


def _line(longest: int, description: str | None = None) -> ma.fields.String:
    return _text(longest, description=description, required=True)


def _key() -> ma.fields.String:
    return ma.fields.String(
        required=True,
        validate=ma.validate.Regexp(rf"^[a-z][a-z0-9_]{{0,{LONGEST_KEY - 1}}}$"),
        metadata={"description": "Names it in answers and files; the same key is the same thing in every version."},
    )


def _several(schema: type[ma.Schema], least: int, most: int, description: str) -> ma.fields.List[Any]:
    return ma.fields.List(
        ma.fields.Nested(schema),
        required=True,
        validate=ma.validate.Length(least, most),
        metadata={"description": description},
    )


class CriterionSchema(Schema):
    """One question to ask of a lead."""

    key = _key()
    label = _line(80)
    weight = ma.fields.Integer(required=True, validate=ma.validate.Range(1, HEAVIEST))
    question = _line(300)
    anchors = ma.fields.List(
        _text(300),
        required=True,
        validate=ma.validate.Length(equal=5),
        metadata={"description": "The texts of levels 0 to 4, each different."},
    )
    keywords = ma.fields.List(
        _text(60, _KEYWORD),
        validate=ma.validate.Length(max=MOST_KEYWORDS),
        metadata={"description": "Words that hint at it; no commas."},
    )


class DisqualifierSchema(Schema):
    """One fact that rules a lead out, whatever its score."""

    key = _key()
    label = _line(80)
    question = _line(300, "Answered with yes, a lead is out.")


class TierSchema(Schema):
    """A class of leads."""

    name = _text(
        20,
        _TIER,
        "Letters, digits, spaces, hyphens, underscores; not `open` or `disqualified`; each different.",
        required=True,
    )
    at_least = ma.fields.Integer(
        required=True, validate=ma.validate.Range(0, 100), metadata={"description": "Least score, itself included."}
    )


class ProfileTextSchema(Schema):
    """What a profile says; every text is one line."""

    name = _line(120, "Of the profile; unique in any case.")
    seller = _line(1000, "What is sold.")
    customer = _line(1000, "To whom.")
    criteria = _several(CriterionSchema, 1, MOST_CRITERIA, "Weights count relative to their sum.")
    disqualifiers = _several(DisqualifierSchema, 0, MOST_DISQUALIFIERS, "May be empty.")
    tiers = _several(TierSchema, 1, MOST_TIERS, "From high to low; the last begins at 0.")
    least_coverage = ma.fields.Float(
        required=True,
        validate=ma.validate.Range(0, 1),
        metadata={"description": "Known weight / all weight, below which a lead is `open`; four decimals."},
    )


class ProfileSizeSchema(AnswerSchema):
    """What the profile asks of the model, beside the provider's limits."""

    schema_characters = ma.fields.Integer(metadata={"description": "Of the answer's JSON schema."})
    schema_limit = ma.fields.Integer()
    properties = ma.fields.Integer(metadata={"description": "In the schema, counted at each place."})
    property_limit = ma.fields.Integer()
    enum_values = ma.fields.Integer(metadata={"description": "In the schema, counted at each place."})
    enum_value_limit = ma.fields.Integer()
    prompt_tokens_estimate = ma.fields.Integer(metadata={"description": "Of each request, without its lead."})
    answer_tokens_estimate = ma.fields.Integer()
    answer_token_limit = ma.fields.Integer(metadata={"description": "The setting LLM_MAX_COMPLETION_TOKENS."})
