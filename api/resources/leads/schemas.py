"""What comes out of leads."""

from __future__ import annotations

import marshmallow as ma

from api.http.fields import AnswerSchema, Link, Schema, Simulated, StoredList, Timestamp, always
from api.http.pages import PageSchema, page_query
from api.resources.assessments.schemas import AssessmentSchema, FlagSchema, ProfileLabelSchema
from shared.leads.read import LeadSort, Order

TIER_FORM = r"^[^\x00-\x1f\x7f]{1,64}$"


class LeadLinksSchema(AnswerSchema):
    """Where to go from here."""

    self = Link("leads.get_lead", "lead_id", attribute="id")
    job = Link("jobs.get_job", "job_id", attribute="source_job_id")


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
    links = ma.fields.Nested(LeadLinksSchema, attribute="lead")


class LeadSchema(LeadSummarySchema):
    """A lead with the assessment behind its score."""

    assessment = ma.fields.Nested(AssessmentSchema, allow_none=True)


class LeadPageSchema(PageSchema):
    """Leads in the order that was asked for."""

    data = ma.fields.List(ma.fields.Nested(LeadSummarySchema))


def _score(which: str) -> ma.fields.Integer:
    return ma.fields.Integer(
        load_default=None,
        validate=ma.validate.Range(0, 100),
        metadata={"description": f"{which} score, itself included; drops leads without a score."},
    )


class LeadListQuerySchema(Schema):
    """Which leads, in which order."""

    tier = ma.fields.List(
        ma.fields.String(validate=ma.validate.Regexp(TIER_FORM, error="Must be the name of a tier.")),
        load_default=(),
        metadata={"description": "A tier of the profile, `open` or `disqualified`; repeat it for several."},
    )
    min_score = _score("Least")
    max_score = _score("Greatest")
    sort = ma.fields.Enum(
        LeadSort,
        by_value=True,
        load_default=LeadSort.SCORE,
        metadata={"description": "`score`, or `time` of first appearance.", "default": LeadSort.SCORE.value},
    )
    order = ma.fields.Enum(
        Order,
        by_value=True,
        load_default=Order.DESC,
        metadata={"description": "Leads without a score come last either way.", "default": Order.DESC.value},
    )
    limit, cursor = page_query(limit=50, most=200).values()
