"""What goes into and comes out of the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import marshmallow as ma

from api.http.fields import AnswerSchema, Schema, Simulated, Timestamp, always
from shared.access.caller import Caller, SignedInBy
from shared.access.scopes import Scope
from shared.settings import Settings

CREDENTIAL_MAX = 200


class SignInSchema(Schema):
    """A key or the token of a link, one of the two."""

    key = ma.fields.String(
        load_default=None,
        load_only=True,
        validate=ma.validate.Length(1, CREDENTIAL_MAX),
        metadata={"description": "An API key, `sa_…`."},
    )
    link = ma.fields.String(
        load_default=None,
        load_only=True,
        validate=ma.validate.Length(1, CREDENTIAL_MAX),
        metadata={"description": "What stands behind `#link=` in a one-time link."},
    )

    class Meta(Schema.Meta):
        """In the document, too."""

        rules = {  # noqa: RUF012 - as marshmallow's own
            "oneOf": [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("key", "link")]
        }

    @ma.validates_schema
    def _has_one(self, values: dict[str, Any], **_: Any) -> None:
        if (values["key"] is None) == (values["link"] is None):
            raise ma.ValidationError("Send either `key` or `link`.")


@dataclass(frozen=True, slots=True)
class SessionView:
    """Who is signed in, on which house."""

    caller: Caller
    settings: Settings


class LimitsSchema(AnswerSchema):
    """What one job may be."""

    max_leads_per_job = ma.fields.Integer(attribute="MAX_LEADS_PER_JOB")
    max_body_mb = ma.fields.Integer(attribute="MAX_BODY_MB")


class SessionSchema(AnswerSchema):
    """Who is signed in, and what answers here."""

    object = always("session")
    name = ma.fields.String(attribute="caller.name", metadata={"description": "Of the key."})
    scopes = ma.fields.List(ma.fields.Enum(Scope, by_value=True), attribute="caller.scopes")
    signed_in_by = ma.fields.Enum(
        SignedInBy,
        by_value=True,
        attribute="caller.signed_in_by",
        metadata={"description": "`key` or `link`: a session; `bearer`: the request carries the key itself."},
    )
    expires_at = Timestamp(
        attribute="caller.ends_at",
        allow_none=True,
        metadata={"description": "When access ends if nothing more is asked; null: never."},
    )
    simulated = Simulated(attribute="settings.LLM_PROVIDER")
    provider = ma.fields.String(attribute="settings.LLM_PROVIDER")
    model = ma.fields.String(attribute="settings.CEREBRAS_MODEL")
    limits = ma.fields.Nested(LimitsSchema, attribute="settings")
