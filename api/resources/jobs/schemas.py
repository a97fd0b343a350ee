"""What goes into and comes out of jobs."""

from __future__ import annotations

import marshmallow as ma

from api.http.fields import AnswerSchema, Link, Money, Schema, Simulated, StoredList, Timestamp, always
from api.http.pages import PageSchema, page_query
from api.http.problem_schema import FaultSchema
from api.resources.assessments.schemas import ProfileRefSchema, TierCountSchema
from shared.jobs.pause_reasons import PauseReason
from shared.jobs.states import JobKind, JobOutcome, JobStatus, WaitingOn


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
    kind = ma.fields.String(
        attribute="job.kind",
        metadata={"enum": [*JobKind], "description": "`preview`: its scores are shown and kept by no lead."},
    )
    name = ma.fields.String(attribute="job.name", allow_none=True)
    status = ma.fields.String(attribute="job.status", metadata={"enum": [*JobStatus]})
    status_reason = ma.fields.String(
        attribute="job.status_reason",
        allow_none=True,
        metadata={"enum": [*PauseReason, None], "description": "Why the job is paused; null if it is not."},
    )
    status_message = ma.fields.String(
        attribute="reason.cause",
        dump_default=None,
        allow_none=True,
        metadata={"description": "The same in a sentence."},
    )
    remedy = ma.fields.String(
        attribute="reason.remedy",
        dump_default=None,
        allow_none=True,
        metadata={"description": "What to do, so that it goes on."},
    )
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
    profile = ma.fields.Nested(ProfileRefSchema)
    metadata = ma.fields.Dict(attribute="job.metadata_", keys=ma.fields.String(), values=ma.fields.String())
    created_at = Timestamp(attribute="job.created_at")
    started_at = Timestamp(attribute="job.started_at", allow_none=True)
    last_result_at = Timestamp(attribute="job.last_result_at", allow_none=True)
    paused_at = Timestamp(attribute="job.paused_at", allow_none=True, metadata={"description": "While it is paused."})
    cancelling_at = Timestamp(
        attribute="job.cancelling_at", allow_none=True, metadata={"description": "When its cancel was asked for."}
    )
    completed_at = Timestamp(attribute="job.completed_at", allow_none=True)
    retry_of = ma.fields.UUID(
        attribute="job.retry_of", allow_none=True, metadata={"description": "The job whose leads this one tries again."}
    )
    retried_by = ma.fields.List(
        ma.fields.UUID(), metadata={"description": "The jobs that tried leads of this one again, oldest first."}
    )
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
    kind = ma.fields.Enum(
        JobKind,
        by_value=True,
        load_default=JobKind.QUALIFY,
        metadata={"description": "`preview`: previews of profiles instead.", "default": JobKind.QUALIFY.value},
    )
    limit, cursor = page_query(limit=20, most=100).values()
