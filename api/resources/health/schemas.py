"""What the health routes answer."""

from __future__ import annotations

import marshmallow as ma

from api.http.fields import AnswerSchema, always


class HealthSchema(AnswerSchema):
    """The process answers."""

    status = always("ok")


class FleetSchema(AnswerSchema):
    """The workers seen lately."""

    processes = ma.fields.Integer()
    slots = ma.fields.Integer(metadata={"description": "Calls that they can have in flight."})
    in_flight = ma.fields.Integer()
    queues = ma.fields.List(ma.fields.String())


class ReadySchema(AnswerSchema):
    """All that the service needs is there."""

    status = always("ready")
    database = always("ok")
    broker = always("ok")
    workers = ma.fields.Nested(FleetSchema)
