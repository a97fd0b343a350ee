"""What goes into and comes out of insights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import marshmallow as ma

from api.http.fields import AnswerSchema, Moment, Money, Schema, Timestamp, always
from shared.insights.provider_state import ProviderState

# the first moment of a day 31 days ago, wherever clocks were changed meanwhile
MOST_BACK = timedelta(days=31, hours=1)

SUMMARY_HEADERS = {
    "ETag": {"description": "Changes with any figure, not with `as_of`.", "schema": {"type": "string"}},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "An earlier ETag.",
}


class EndedSchema(AnswerSchema):
    """Leads that ended since."""

    succeeded = ma.fields.Integer()
    failed = ma.fields.Integer()
    failed_retryable = ma.fields.Integer(
        metadata={"description": "Of the failed, those that may succeed if submitted again."}
    )
    cancelled = ma.fields.Integer()
    cached = ma.fields.Integer(metadata={"description": "Of the succeeded, those that took an earlier assessment."})


class OpenSchema(AnswerSchema):
    """Leads that have not ended."""

    queued = ma.fields.Integer()
    in_progress = ma.fields.Integer()


class JobCountsSchema(AnswerSchema):
    """Jobs by where they stand."""

    open = ma.fields.Integer(metadata={"description": "Not ended, the paused ones included."})
    paused = ma.fields.Integer()
    ended = ma.fields.Integer(metadata={"description": "Ever; above 10,000 up to 5 s behind."})


class SpentSchema(AnswerSchema):
    """What calls cost that were begun since, and since the first of this month in UTC."""

    since_usd = Money()
    month_usd = Money()


class TierShareSchema(AnswerSchema):
    """How many leads scored since have a tier."""

    tier = ma.fields.String()
    count = ma.fields.Integer()
    at_least = ma.fields.Integer(
        data_key="from", allow_none=True, metadata={"description": "Least score; null: not given by the score."}
    )


class ProviderSchema(AnswerSchema):
    """How the provider does, judged by the calls of the last minute, and what the workers ask of it."""

    name = ma.fields.String()
    model = ma.fields.String()
    simulated = ma.fields.Boolean(metadata={"description": "The stand-in answers: scores mean nothing."})
    state = ma.fields.Enum(ProviderState, by_value=True)
    since = Timestamp(
        attribute="last_answer_at",
        allow_none=True,
        metadata={
            "description": "The last good answer of the last day, if limited, silent or refused either way; else null."
        },
    )
    calls_last_minute = ma.fields.Integer(attribute="calls.begun")
    tokens_last_minute = ma.fields.Integer(attribute="calls.tokens")
    median_latency_ms = ma.fields.Integer(allow_none=True, metadata={"description": "Of good answers, last minute."})
    slots = ma.fields.Integer(attribute="fleet.slots", metadata={"description": "Calls that can be in flight."})
    in_flight = ma.fields.Integer(attribute="fleet.in_flight")
    workers = ma.fields.Integer(attribute="fleet.processes")


class SummarySchema(AnswerSchema):
    """One moment of the whole service."""

    object = always("summary")
    since = Timestamp()
    as_of = Timestamp()
    rate_per_minute = ma.fields.Float(metadata={"description": "Leads that succeeded or failed in the last 60 s."})
    minutes = ma.fields.List(
        ma.fields.Integer(), metadata={"description": "The same for each of the last 30 minutes, oldest first."}
    )
    ended = ma.fields.Nested(EndedSchema)
    open = ma.fields.Nested(OpenSchema, attribute="jobs")
    jobs = ma.fields.Nested(JobCountsSchema, attribute="job_counts")
    cost = ma.fields.Nested(SpentSchema, attribute="jobs")
    tiers = ma.fields.List(
        ma.fields.Nested(TierShareSchema), metadata={"description": "In the profile's order, then open, disqualified."}
    )
    histogram = ma.fields.List(
        ma.fields.Integer(),
        metadata={"description": "Leads scored since, by score: 0-4, 5-9, …, 95-100; without the tier open."},
    )
    leads = ma.fields.Integer(metadata={"description": "All leads; above 10,000 up to 5 s behind."})
    provider = ma.fields.Nested(ProviderSchema)


class SummaryQuerySchema(Schema):
    """From when on."""

    since = Moment(
        load_default=None,
        metadata={"description": "RFC 3339, at most 31 days ago; 24 hours ago by default."},
    )

    @ma.validates("since")
    def _not_too_far_back(self, value: datetime, data_key: str, **_: Any) -> None:
        if value is not None and value < datetime.now(UTC) - MOST_BACK:
            raise ma.ValidationError("Must be at most 31 days ago.")
