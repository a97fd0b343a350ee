"""What comes out of leads."""

from __future__ import annotations

import marshmallow as ma

from api.http.fields import AnswerSchema, Link, Simulated, StoredList, Timestamp, always
from api.http.pages import PageSchema
from api.resources.assessments.schemas import FlagSchema, ProfileLabelSchema, TierCountSchema
from api.resources.verdicts.schemas import OutcomeSchema, OverrideSchema


class LeadLinksSchema(AnswerSchema):
    """Where to go from here."""

    self = Link("leads.get_lead", "lead_id", attribute="id")
    job = Link("jobs.get_job", "job_id", attribute="source_job_id")


class LevelSchema(AnswerSchema):
    """One criterion of the profile with the level that counts."""

    key = ma.fields.String()
    label = ma.fields.String()
    weight = ma.fields.Integer()
    level = ma.fields.Integer(allow_none=True, metadata={"description": "0 to 4; null: unknown, which is not low."})


class LeadSummarySchema(AnswerSchema):
    """A person or company, as last submitted, with the current score."""

    id = ma.fields.UUID(attribute="lead.id")
    object = always("lead")
    company_name = ma.fields.String(attribute="lead.company_name")
    company_website = ma.fields.String(attribute="lead.company_website", allow_none=True)
    company_size = ma.fields.String(attribute="lead.company_size", allow_none=True)
    industry = ma.fields.String(attribute="lead.industry", allow_none=True)
    contact_name = ma.fields.String(attribute="lead.contact_name", allow_none=True)
    contact_email = ma.fields.String(attribute="lead.contact_email", allow_none=True)
    contact_phone = ma.fields.String(attribute="lead.contact_phone", allow_none=True)
    contact_title = ma.fields.String(attribute="lead.contact_title", allow_none=True)
    notes = ma.fields.String(attribute="lead.notes", allow_none=True)
    additional_data = ma.fields.Dict(attribute="lead.additional_data")
    score = ma.fields.Integer(
        attribute="lead.qualification_score",
        allow_none=True,
        metadata={"description": "0 to 100; null: not judged yet, or nothing is known."},
    )
    tier = ma.fields.String(attribute="lead.tier", allow_none=True)
    coverage = ma.fields.Float(attribute="lead.coverage", allow_none=True)
    levels = ma.fields.List(
        ma.fields.Nested(LevelSchema), allow_none=True, metadata={"description": "Null: not judged yet."}
    )
    reasoning = ma.fields.String(attribute="lead.qualification_reasoning", allow_none=True)
    next_question = ma.fields.String(attribute="lead.next_question", allow_none=True)
    flags = StoredList(ma.fields.Nested(FlagSchema), attribute="lead.flags")
    provider = ma.fields.String(attribute="assessment.provider", dump_default=None, allow_none=True)
    model = ma.fields.String(attribute="lead.qualification_model", allow_none=True)
    simulated = Simulated(
        attribute="assessment.provider",
        dump_default=None,
        allow_none=True,
    )
    latency_ms = ma.fields.Integer(attribute="lead.qualification_latency_ms", allow_none=True)
    profile = ma.fields.Nested(ProfileLabelSchema, allow_none=True)
    qualified_at = Timestamp(attribute="lead.qualified_at", allow_none=True)
    submitted_at = Timestamp(attribute="lead.submitted_at")
    created_at = Timestamp(attribute="lead.created_at")
    updated_at = Timestamp(attribute="lead.updated_at")
    override = ma.fields.Nested(
        OverrideSchema, allow_none=True, metadata={"description": "What a person says that it should score."}
    )
    outcome = ma.fields.Nested(
        OutcomeSchema, allow_none=True, metadata={"description": "What a person says that became of it."}
    )
    links = ma.fields.Nested(LeadLinksSchema, attribute="lead")


class LeadPageSchema(PageSchema):
    """Leads in the order that was asked for."""

    data = ma.fields.List(ma.fields.Nested(LeadSummarySchema))


class LeadCountsSchema(AnswerSchema):
    """How many leads the filters find; tiers and the unjudged add up to the total."""

    object = always("lead_counts")
    total = ma.fields.Integer()
    tiers = ma.fields.List(
        ma.fields.Nested(TierCountSchema),
        metadata={"description": "In the profile's order, then open, disqualified, then tiers of other profiles."},
    )
    unjudged = ma.fields.Integer(metadata={"description": "Leads without a tier, since none was judged yet."})
