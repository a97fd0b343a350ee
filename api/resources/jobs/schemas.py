"""What goes into and comes out of jobs."""

from __future__ import annotations

import marshmallow as ma

from api.http.fields import AnswerSchema, Link, Money, Schema, Simulated, StoredList, Timestamp, always
from api.http.pages import PageSchema, page_query
from api.http.problem_schema import FaultSchema
from api.resources.assessments.schemas import JudgementSchema, ProfileLabelSchema, TierCountSchema
from api.resources.jobs.result_formats import ResultFormat
from shared.jobs.result_repository import ResultOrder
from shared.jobs.states import ENDED_ITEMS, ItemState, JobOutcome, JobStatus, WaitingOn

# what a position is stored as
LAST_INDEX = 2**31 - 1


class CountsSchema(AnswerSchema):
    """How many leads stand where; the others always add up to the total."""

    total = ma.fields.Integer()
    queued = ma.fields.Integer()
    in_progress = ma.fields.Integer()
    succeeded = ma.fields.Integer()
    failed = ma.fields.Integer()
    cancelled = ma.fields.Integer()
    expired = ma.fields.Integer()


class ProgressSchema(AnswerSchema):
    """How far the job is and how fast it goes."""

    percent = ma.fields.Float(metadata={"description": "0 to 100, rounded down to a tenth."})
    ended = ma.fields.Integer()
    rate_per_minute = ma.fields.Float(allow_none=True, metadata={"description": "Over the last `rate_seconds`."})
    rate_seconds = ma.fields.Integer(
        allow_none=True,
        metadata={
            "description": "Seconds of results that the rate is of: 30 to 60, fewer in a young job, all at the end."
        },
    )
    eta_seconds = ma.fields.Integer(allow_none=True, metadata={"description": "Null until 30 results and 10 s."})
    stalled = ma.fields.Boolean(metadata={"description": "No lead ended within the last 60 s."})
    waiting_on = ma.fields.String(
        allow_none=True,
        metadata={"enum": [*WaitingOn, None], "description": "What an open job waits on; null in lists."},
    )


class UsageSchema(AnswerSchema):
    """Calls and tokens, those of failed attempts too."""

    calls = ma.fields.Integer(
        metadata={"description": "Calls that have ended, those that failed or were never answered too."}
    )
    prompt_tokens = ma.fields.Integer()
    completion_tokens = ma.fields.Integer()
    cached_tokens = ma.fields.Integer()


class CostSchema(AnswerSchema):
    """What the job cost so far."""

    actual_usd = Money(attribute="cost_usd")


class SkippedSchema(AnswerSchema):
    """Rows that `on_invalid=skip` left out, with the first 1,000 of their faults."""

    count = ma.fields.Integer(metadata={"description": "Rows left out."})
    error_count = ma.fields.Integer(metadata={"description": "All faults of theirs, listed or not."})
    errors = StoredList(ma.fields.Nested(FaultSchema))


class JobLinksSchema(AnswerSchema):
    """Where to go from here."""

    self = Link("jobs.get_job", "job_id", attribute="id")
    results = Link("jobs.list_results", "job_id", attribute="id")


class JobSummarySchema(AnswerSchema):
    """A job as it stands."""

    id = ma.fields.UUID(attribute="job.id")
    object = always("job")
    name = ma.fields.String(attribute="job.name", allow_none=True)
    status = ma.fields.String(attribute="job.status", metadata={"enum": [*JobStatus]})
    status_reason = ma.fields.String(attribute="job.status_reason", allow_none=True)
    outcome = ma.fields.String(
        attribute="job.outcome",
        allow_none=True,
        metadata={"enum": [*JobOutcome, None], "description": "Once it ended."},
    )
    request_counts = ma.fields.Nested(CountsSchema, attribute="job")
    progress = ma.fields.Nested(ProgressSchema)
    usage = ma.fields.Nested(UsageSchema, attribute="job")
    cost = ma.fields.Nested(CostSchema, attribute="job")
    cached = ma.fields.Integer(
        attribute="job.cached", metadata={"description": "Leads that took an earlier assessment, at no cost."}
    )
    provider = ma.fields.String(attribute="job.provider")
    model = ma.fields.String(attribute="job.model")
    simulated = Simulated(attribute="job.provider")
    profile = ma.fields.Nested(ProfileLabelSchema)
    metadata = ma.fields.Dict(attribute="job.metadata_", keys=ma.fields.String(), values=ma.fields.String())
    created_at = Timestamp(attribute="job.created_at")
    started_at = Timestamp(attribute="job.started_at", allow_none=True)
    last_result_at = Timestamp(attribute="job.last_result_at", allow_none=True)
    cancelling_at = Timestamp(
        attribute="job.cancelling_at", allow_none=True, metadata={"description": "When its cancel was asked for."}
    )
    completed_at = Timestamp(attribute="job.completed_at", allow_none=True)
    links = ma.fields.Nested(JobLinksSchema, attribute="job")


class JobSchema(JobSummarySchema):
    """A job as it stands, with the rows that it left out and its scored leads by tier."""

    skipped = ma.fields.Nested(SkippedSchema)
    tiers = ma.fields.List(
        ma.fields.Nested(TierCountSchema),
        attribute="tiers.counts",
        metadata={
            "description": "Tiers of the profile from high to low, then `open` and `disqualified`; "
            "up to 5 s behind while the job runs."
        },
    )


class JobPageSchema(PageSchema):
    """Jobs, newest first."""

    data = ma.fields.List(ma.fields.Nested(JobSummarySchema))


class JobListQuerySchema(Schema):
    """Which jobs."""

    status = ma.fields.List(
        ma.fields.Enum(JobStatus, by_value=True), load_default=(), metadata={"description": "Repeat it for several."}
    )
    limit, cursor = page_query(limit=20, most=100).values()


class ResultErrorSchema(AnswerSchema):
    """Why a lead has no score."""

    code = ma.fields.String()
    message = ma.fields.String()
    remedy = ma.fields.String()
    retryable = ma.fields.Boolean(metadata={"description": "Whether submitting the lead again may help."})


class ResultUsageSchema(UsageSchema):
    """What all calls for this lead used."""

    cost_usd = Money()


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
