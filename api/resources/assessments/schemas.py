"""The form of a judgement, shared by job results and leads; stored in this form and answered as stored."""

from __future__ import annotations

import marshmallow as ma

from api.http.fields import AnswerSchema, Money, Simulated, Stored, StoredList, Timestamp
from shared.scoring.quotes import QuoteFault

_NOTE = "Why the model's level does not count: its quote is no evidence; null if it counts."


class ClaimSchema(AnswerSchema):
    """What the model claimed and could not prove; shown, never counted."""

    answer = ma.fields.String(metadata={"description": "The level, or yes for a disqualifier."})
    field = ma.fields.String(metadata={"description": "The field that the model named."})
    quote = ma.fields.String()
    reason = ma.fields.String()


class CriterionResultSchema(AnswerSchema):
    """One criterion of the profile as it counts for this lead."""

    key = ma.fields.String()
    label = ma.fields.String()
    weight = ma.fields.Integer()
    level = ma.fields.Integer(allow_none=True, metadata={"description": "0 to 4; null: unknown, which is not low."})
    points = ma.fields.String(allow_none=True, metadata={"description": "level / 4 x weight, with two decimals."})
    field = ma.fields.String(metadata={"description": "The field of the lead that holds the quote."})
    quote = ma.fields.String(metadata={"description": "Words of the lead, verified by code."})
    reason = ma.fields.String()
    note = ma.fields.Enum(QuoteFault, by_value=True, allow_none=True, metadata={"description": _NOTE})
    claimed = ma.fields.Nested(ClaimSchema, allow_none=True)


class DisqualifierResultSchema(AnswerSchema):
    """One disqualifier of the profile for this lead."""

    key = ma.fields.String()
    label = ma.fields.String()
    applies = ma.fields.String(metadata={"enum": ["yes", "no", "unknown"]})
    field = ma.fields.String()
    quote = ma.fields.String()
    note = ma.fields.Enum(QuoteFault, by_value=True, allow_none=True, metadata={"description": _NOTE})
    claimed = ma.fields.Nested(ClaimSchema, allow_none=True)


class AnswerOutcomeSchema(AnswerSchema):
    """What one answer to the next question would make of the lead."""

    level = ma.fields.Integer()
    score = ma.fields.Integer()
    tier = ma.fields.String()


class NextQuestionSchema(AnswerSchema):
    """The unknown that could move the tier most."""

    key = ma.fields.String()
    label = ma.fields.String()
    question = ma.fields.String()
    outcomes = ma.fields.List(ma.fields.Nested(AnswerOutcomeSchema))


class FlagSchema(AnswerSchema):
    """A sign that the lead's text tries to instruct the model."""

    code = ma.fields.String()
    field = ma.fields.String()
    excerpt = ma.fields.String()


class JudgementSchema(AnswerSchema):
    """Score and tier with their arithmetic: score = sum of points / known weight, coverage = known / all weight."""

    score = ma.fields.Integer(allow_none=True, metadata={"description": "0 to 100, rounded; null: nothing is known."})
    score_exact = ma.fields.Float(allow_none=True, metadata={"description": "Before rounding, with four decimals."})
    tier = ma.fields.String(metadata={"description": "A tier of the profile, `open` or `disqualified`."})
    coverage = ma.fields.Float(metadata={"description": "Known weight / all weight, 0 to 1."})
    criteria = StoredList(ma.fields.Nested(CriterionResultSchema))
    disqualifiers = StoredList(ma.fields.Nested(DisqualifierResultSchema))
    next_question = Stored(NextQuestionSchema, allow_none=True)
    flags = StoredList(ma.fields.Nested(FlagSchema))
    reasoning = ma.fields.String()


class ProfileLabelSchema(AnswerSchema):
    """The profile version that judged."""

    name = ma.fields.String()
    version = ma.fields.Integer(attribute="number")


class ProfileRefSchema(ProfileLabelSchema):
    """The profile version that judges, and where its profile is."""

    id = ma.fields.UUID(
        attribute="profile_id", allow_none=True, metadata={"description": "Null while the built-in is not written."}
    )


class AssessmentSchema(JudgementSchema):
    """A judgement with who made it, from what and at what cost."""

    id = ma.fields.Integer()
    provider = ma.fields.String()
    model = ma.fields.String()
    simulated = Simulated(attribute="provider")
    prompt_version = ma.fields.String()
    prompt_tokens = ma.fields.Integer()
    completion_tokens = ma.fields.Integer()
    cost_usd = Money()
    latency_ms = ma.fields.Integer()
    created_at = Timestamp()


class TierCountSchema(AnswerSchema):
    """How many leads have a tier."""

    tier = ma.fields.String()
    count = ma.fields.Integer()
