"""What comes out of one lead: all that its page shows."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from api.http.fields import AnswerSchema, Money, Simulated, StoredList, Timestamp
from api.resources.assessments.schemas import AssessmentSchema, CriterionResultSchema, ProfileLabelSchema
from api.resources.events.schemas import EventSchema
from api.resources.leads.schemas import LeadSummarySchema, LevelSchema


class ExplainedCriterionSchema(CriterionResultSchema):
    """One criterion as it counts, with the profile's own words for it."""

    anchor = ma.fields.String(allow_none=True, metadata={"description": "The text of the level; null: unknown."})
    question = ma.fields.String(allow_none=True, metadata={"description": "What was asked of the lead."})


class SumsSchema(AnswerSchema):
    """The sums behind the score: score = points / known weight x 100, coverage = known / total weight."""

    points = ma.fields.String(metadata={"description": "Of the known criteria, with two decimals."})
    known_weight = ma.fields.Integer()
    total_weight = ma.fields.Integer()


class CostSplitSchema(AnswerSchema):
    """The parts of the call's cost; prices are US dollars a million tokens."""

    prompt_tokens = ma.fields.Integer()
    completion_tokens = ma.fields.Integer()
    input_usd = Money()
    output_usd = Money()
    price_input_usd = Money()
    price_output_usd = Money()


class ExplainedAssessmentSchema(AssessmentSchema):
    """A judgement with the texts and sums that explain it."""

    criteria = StoredList(ma.fields.Nested(ExplainedCriterionSchema))
    sums = ma.fields.Nested(SumsSchema)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What explains stands beside the assessment, not in it."""
        return super().get_attribute(obj if attr in {"criteria", "sums"} else obj.assessment, attr, default)


class ContentCriterionSchema(AnswerSchema):
    """One criterion of the profile."""

    key = ma.fields.String()
    label = ma.fields.String()
    weight = ma.fields.Integer()
    question = ma.fields.String()
    anchors = ma.fields.List(ma.fields.String(), metadata={"description": "The texts of levels 0 to 4."})


class ContentDisqualifierSchema(AnswerSchema):
    """One disqualifier of the profile."""

    key = ma.fields.String()
    label = ma.fields.String()
    question = ma.fields.String()


class ContentTierSchema(AnswerSchema):
    """One tier of the profile."""

    name = ma.fields.String()
    min_score = ma.fields.Integer(attribute="at_least", metadata={"description": "Least score, itself included."})


class ProfileContentSchema(AnswerSchema):
    """What the profile version says that judged."""

    tiers = ma.fields.List(ma.fields.Nested(ContentTierSchema), metadata={"description": "From high to low."})
    min_coverage = ma.fields.Float(attribute="least_coverage", metadata={"description": "Below it the tier is open."})
    criteria = ma.fields.List(ma.fields.Nested(ContentCriterionSchema))
    disqualifiers = ma.fields.List(ma.fields.Nested(ContentDisqualifierSchema))


class SourceJobSchema(AnswerSchema):
    """The job that the row comes from."""

    id = ma.fields.UUID()
    name = ma.fields.String(allow_none=True)


class PastCriterionSchema(LevelSchema):
    """One criterion as it counted then."""

    points = ma.fields.String(allow_none=True)


class PastAssessmentSchema(AnswerSchema):
    """One judgement of the lead, as short as a comparison needs it."""

    assessment_id = ma.fields.Integer(attribute="assessment.id")
    created_at = Timestamp(attribute="assessment.created_at")
    score = ma.fields.Integer(attribute="assessment.score", allow_none=True)
    score_exact = ma.fields.Float(attribute="assessment.score_exact", allow_none=True)
    tier = ma.fields.String(attribute="assessment.tier")
    coverage = ma.fields.Float(attribute="assessment.coverage")
    profile = ma.fields.Nested(ProfileLabelSchema)
    provider = ma.fields.String(attribute="assessment.provider")
    model = ma.fields.String(attribute="assessment.model")
    simulated = Simulated(attribute="assessment.provider")
    criteria = StoredList(ma.fields.Nested(PastCriterionSchema))


class LeadSchema(LeadSummarySchema):
    """A lead with the receipt of its score."""

    position = ma.fields.Integer(attribute="lead.source_position", metadata={"description": "In its job, from 0."})
    job = ma.fields.Nested(SourceJobSchema, allow_none=True, metadata={"description": "Null: the job is gone."})
    assessment = ma.fields.Nested(ExplainedAssessmentSchema, attribute="judged", allow_none=True)
    profile_content = ma.fields.Nested(
        ProfileContentSchema, attribute="judged.content", dump_default=None, allow_none=True
    )
    cost = ma.fields.Nested(
        CostSplitSchema,
        attribute="judged.cost",
        dump_default=None,
        allow_none=True,
        metadata={"description": "Null where today's prices do not give the cost: it was made of others."},
    )
    history = ma.fields.List(
        ma.fields.Nested(PastAssessmentSchema),
        metadata={"description": "Newest first, at most 10, the present one among them."},
    )
    events = ma.fields.List(
        ma.fields.Nested(EventSchema),
        metadata={"description": "What people said of it and took back, newest first, at most 200."},
    )
