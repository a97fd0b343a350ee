"""How the results of jobs, and their failures, look on the wire."""

from __future__ import annotations

import marshmallow as ma

from api.http.fields import AnswerSchema, Money, Schema, Simulated, Timestamp, always
from api.http.pages import PageSchema, page_query
from api.resources.assessments.schemas import JudgementSchema
from api.resources.jobs.result_formats import ResultFormat
from api.resources.jobs.schemas import UsageSchema
from api.resources.verdicts.schemas import OutcomeSchema, OverrideSchema
from shared.jobs.result_repository import ResultOrder
from shared.jobs.states import ENDED_ITEMS, ItemState

# what a position is stored as
LAST_INDEX = 2**31 - 1


class ResultErrorSchema(AnswerSchema):
    """Why a lead has no score."""

    code = ma.fields.String()
    message = ma.fields.String()
    remedy = ma.fields.String()
    retryable = ma.fields.Boolean(metadata={"description": "Whether submitting the lead again may help."})


class ResultUsageSchema(UsageSchema):
    """What all calls for this lead used."""

    cost_usd = Money()


class CurrentScoreSchema(AnswerSchema):
    """What the lead scores now, and the profile version that it is by."""

    score = ma.fields.Integer(allow_none=True)
    tier = ma.fields.String(allow_none=True)
    profile = ma.fields.String(metadata={"description": "Its name."})
    version = ma.fields.Integer()


class ResultSchema(AnswerSchema):
    """What became of one lead; a failed lead has an error and never a score."""

    index = ma.fields.Integer(attribute="item.position", metadata={"description": "Position in the job, from 0."})
    custom_id = ma.fields.String(attribute="item.custom_id")
    lead_id = ma.fields.UUID(
        allow_none=True, metadata={"description": "The person or company; null until one of its leads has ended."}
    )
    status = ma.fields.String(attribute="item.state", metadata={"enum": [*ItemState]})
    result = ma.fields.Nested(JudgementSchema, attribute="assessment", allow_none=True)
    error = ma.fields.Nested(ResultErrorSchema, allow_none=True)
    current = ma.fields.Nested(
        CurrentScoreSchema,
        allow_none=True,
        metadata={"description": "For a preview: the lead's present score; null where it has none, and in other jobs."},
    )
    override = ma.fields.Nested(
        OverrideSchema,
        allow_none=True,
        metadata={"description": "What a person says that `lead_id` should score, now."},
    )
    outcome = ma.fields.Nested(
        OutcomeSchema, allow_none=True, metadata={"description": "What a person says that became of `lead_id`."}
    )
    attempts = ma.fields.Integer(attribute="item.attempts")
    usage = ma.fields.Nested(ResultUsageSchema)
    provider = ma.fields.String()
    model = ma.fields.String()
    simulated = Simulated(attribute="provider")
    cached = ma.fields.Boolean(
        attribute="item.cached", metadata={"description": "Took an earlier assessment, at no cost."}
    )
    completed_at = Timestamp(attribute="item.completed_at", allow_none=True)
    input = ma.fields.Dict(attribute="item.input", metadata={"description": "The lead as it was submitted."})


class ResultPageSchema(PageSchema):
    """Results in input order."""

    data = ma.fields.List(ma.fields.Nested(ResultSchema))


class ResultListQuerySchema(Schema):
    """Which results."""

    status = ma.fields.List(
        ma.fields.Enum(ItemState, by_value=True),
        load_default=ENDED_ITEMS,
        metadata={"description": "Repeat it for several; by default the leads that have ended.", "default": None},
    )
    order = ma.fields.Enum(
        ResultOrder,
        by_value=True,
        load_default=ResultOrder.INPUT,
        metadata={
            "description": "As submitted, or `recent`: what ended last comes first, and only what has ended.",
            "default": ResultOrder.INPUT.value,
        },
    )
    index = ma.fields.Integer(
        load_default=None,
        allow_none=False,
        validate=ma.validate.Range(0, LAST_INDEX),
        metadata={"description": "Only the lead at this position in the job, from 0."},
    )
    format = ma.fields.Enum(
        ResultFormat,
        by_value=True,
        load_default=None,
        allow_none=False,
        metadata={
            "description": "`ndjson` and `csv`: a file of all results in input order, without pages; "
            "by default what Accept prefers, else `json`."
        },
    )
    limit, cursor = page_query(limit=100, most=1000).values()


class FailedLeadSchema(AnswerSchema):
    """A failed lead."""

    index = ma.fields.Integer(attribute="position", metadata={"description": "Position in the job, from 0."})
    custom_id = ma.fields.String()
    company_name = ma.fields.String()
    attempts = ma.fields.Integer()
    completed_at = Timestamp(allow_none=True)


class FailureGroupSchema(AnswerSchema):
    """The failed leads of one code."""

    code = ma.fields.String(attribute="error.code")
    count = ma.fields.Integer()
    message = ma.fields.String(attribute="error.message")
    remedy = ma.fields.String(attribute="error.remedy")
    retryable = ma.fields.Boolean(
        attribute="error.retryable", metadata={"description": "Whether submitting the leads again may help."}
    )
    sample = ma.fields.List(
        ma.fields.Nested(FailedLeadSchema), metadata={"description": "The first of them, at most 5."}
    )


class FailureListSchema(AnswerSchema):
    """Why leads failed, code by code, most leads first."""

    object = always("list")
    data = ma.fields.List(ma.fields.Nested(FailureGroupSchema))
