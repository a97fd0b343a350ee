"""What a dry run answers."""

from __future__ import annotations

import marshmallow as ma

from api.http.fields import AnswerSchema, Money, Simulated, Stored, StoredList, always
from api.http.problem_schema import FaultSchema
from api.resources.assessments.schemas import ProfileRefSchema


class CostEstimateSchema(AnswerSchema):
    """What the leads to judge will cost; retries after failures come on top."""

    per_lead_usd = Money(attribute="cost.mean")
    basis = ma.fields.String(attribute="cost.basis", metadata={"description": "Where the cost of a lead comes from."})
    estimated_usd = Money()
    low_usd = Money(metadata={"description": "Leads at the 10th percentile; by list price, shorter answers."})
    high_usd = Money(metadata={"description": "Leads at the 90th percentile; by list price, the most calls can cost."})


class TimeEstimateSchema(AnswerSchema):
    """How long judging takes."""

    low_seconds = ma.fields.Integer(metadata={"description": "All call slots free, at the median latency."})
    high_seconds = ma.fields.Integer(metadata={"description": "After what is open, at the slower pace seen lately."})


class ColumnSchema(AnswerSchema):
    """A column of the file."""

    header = ma.fields.String()
    field = ma.fields.String(metadata={"description": "A field of a lead, `additional_data` or `ignore`."})
    sample = ma.fields.String(allow_none=True, metadata={"description": "Its first value, cut to 200 characters."})


class LeadFileSchema(AnswerSchema):
    """How a CSV file or a workbook was understood."""

    encoding = ma.fields.String(allow_none=True, metadata={"description": "Null for a workbook."})
    delimiter = ma.fields.String(allow_none=True, metadata={"description": "Null for a workbook."})
    sheet = ma.fields.String(allow_none=True, metadata={"description": "The sheet that was read; null for CSV."})
    columns = StoredList(ma.fields.Nested(ColumnSchema))


class EstimateSchema(AnswerSchema):
    """What submitting the batch would meet; nothing was kept."""

    object = always("estimate")
    rows = ma.fields.Integer(attribute="batch.rows", metadata={"description": "good + bad."})
    good = ma.fields.Integer(attribute="estimate.good")
    bad = ma.fields.Integer()
    errors = StoredList(
        ma.fields.Nested(FaultSchema), metadata={"description": "The faults of bad rows, at most the first 1,000."}
    )
    error_count = ma.fields.Integer(metadata={"description": "How many faults there are."})
    repeated = ma.fields.Integer(
        attribute="estimate.repeated",
        metadata={"description": "Good rows that look to the model like an earlier one of the batch: paid once."},
    )
    already_scored = ma.fields.Integer(
        attribute="estimate.already_scored",
        metadata={"description": "Good rows, not repeated, that take an earlier assessment at no cost."},
    )
    to_judge = ma.fields.Integer(attribute="estimate.to_judge", metadata={"description": "Calls to be paid."})
    cost = ma.fields.Nested(CostEstimateSchema, attribute="estimate")
    time = ma.fields.Nested(
        TimeEstimateSchema,
        attribute="estimate.time",
        allow_none=True,
        metadata={"description": "Null while no call was answered yet or no worker is there."},
    )
    profile = ma.fields.Nested(ProfileRefSchema, attribute="estimate.profile")
    provider = ma.fields.String(attribute="estimate.provider")
    model = ma.fields.String(attribute="estimate.model")
    simulated = Simulated(attribute="estimate.provider")
    file = Stored(LeadFileSchema, allow_none=True, metadata={"description": "Null for JSON and NDJSON."})
