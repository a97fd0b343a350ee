"""What was done to a job, a profile or a lead, and by whom."""

from __future__ import annotations

import marshmallow as ma

from api.http.fields import AnswerSchema, Timestamp, always
from shared.audit.actions import ActorKind, AuditAction


class EventSchema(AnswerSchema):
    """One deed."""

    at = Timestamp()
    actor = ma.fields.String(metadata={"description": "The key's name at the time, or `worker`, `sweep`."})
    actor_kind = ma.fields.String(metadata={"enum": [*ActorKind]})
    action = ma.fields.String(metadata={"enum": [*AuditAction]})
    detail = ma.fields.Dict(metadata={"description": "Ids, counts and reasons, depending on the action."})


class EventListSchema(AnswerSchema):
    """What was done, newest first."""

    object = always("list")
    data = ma.fields.List(ma.fields.Nested(EventSchema))
