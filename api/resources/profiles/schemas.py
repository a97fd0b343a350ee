"""What goes into and comes out of profiles."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from api.http.fields import AnswerSchema, Link, Schema, Switch, Timestamp, Whole, always
from api.http.pages import PageSchema, page_query
from api.http.problem_schema import FaultSchema
from api.resources.profiles.content_schemas import ProfileSizeSchema, ProfileTextSchema


class PresetSchema(AnswerSchema):
    """A profile to begin with."""

    object = always("profile_preset")
    preset = ma.fields.String(metadata={"description": "Its name in the path."})
    content = ma.fields.Nested(ProfileTextSchema)


class PresetListSchema(AnswerSchema):
    """The profiles that come with the product."""

    object = always("list")
    data = ma.fields.List(ma.fields.Nested(PresetSchema))


class ProfileCheckSchema(AnswerSchema):
    """What creating this profile would meet; nothing was kept."""

    object = always("profile_check")
    valid = ma.fields.Boolean()
    errors = ma.fields.List(ma.fields.Nested(FaultSchema), metadata={"description": "What refuses it, all of it."})
    warnings = ma.fields.List(ma.fields.Nested(FaultSchema), metadata={"description": "Allowed, and seldom meant."})
    size = ma.fields.Nested(ProfileSizeSchema, allow_none=True, metadata={"description": "Null while it is not valid."})


class VersionHeadSchema(AnswerSchema):
    """A version without what it says."""

    version = ma.fields.Integer(attribute="number")
    created_at = Timestamp()
    used_at = Timestamp(allow_none=True, metadata={"description": "When the first job or preview took it."})
    is_active = ma.fields.Boolean()
    editable = ma.fields.Boolean(metadata={"description": "Not active and never used, so it may be replaced."})


class ProfileLinksSchema(AnswerSchema):
    """Where to go from here."""

    self = Link("profiles.get_profile", "profile_id", attribute="id")
    events = Link("profiles.list_profile_events", "profile_id", attribute="id")


class ProfileSummarySchema(AnswerSchema):
    """A profile as it stands."""

    id = ma.fields.UUID(attribute="profile.id")
    object = always("profile")
    name = ma.fields.String(
        attribute="profile.name", metadata={"description": "That of its active version, else of its newest draft."}
    )
    active_version = ma.fields.Integer(
        attribute="profile.active_number", allow_none=True, metadata={"description": "What jobs take that name it."}
    )
    latest_version = ma.fields.Integer(attribute="latest_number")
    is_default = ma.fields.Boolean(
        attribute="profile.is_default", metadata={"description": "Jobs take it that name no profile."}
    )
    created_at = Timestamp(attribute="profile.created_at")
    updated_at = Timestamp(attribute="profile.updated_at")
    links = ma.fields.Nested(ProfileLinksSchema, attribute="profile")


class ProfileSchema(ProfileSummarySchema):
    """A profile with its versions."""

    versions = ma.fields.List(ma.fields.Nested(VersionHeadSchema), metadata={"description": "Newest first."})


class ProfilePageSchema(PageSchema):
    """Profiles, the default first, then by name."""

    data = ma.fields.List(ma.fields.Nested(ProfileSummarySchema))


class ProfileListQuerySchema(Schema):
    """Which profiles."""

    limit, cursor = page_query(limit=50, most=200).values()


class ProfileNameSchema(AnswerSchema):
    """Which profile."""

    id = ma.fields.UUID()
    name = ma.fields.String()


class ProfileChangeSchema(AnswerSchema):
    """One thing that differs from the version before."""

    pointer = ma.fields.String(
        metadata={"description": "JSON pointer into this content; into the one before for what was taken out."}
    )
    before = ma.fields.Raw(allow_none=True, metadata={"description": "Null: it was added."})
    after = ma.fields.Raw(allow_none=True, metadata={"description": "Null: it was taken out."})
    words = ma.fields.String(metadata={"description": "For people."})


class ProfileVersionSchema(VersionHeadSchema):
    """A version with what it says and what that changed."""

    object = always("profile_version")
    profile = ma.fields.Nested(ProfileNameSchema)
    content = ma.fields.Nested(ProfileTextSchema)
    changes = ma.fields.List(
        ma.fields.Nested(ProfileChangeSchema), metadata={"description": "Against the version before; empty for 1."}
    )
    size = ma.fields.Nested(ProfileSizeSchema)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What is the same in lists stands in the version's head."""
        beside = attr in {"profile", "content", "changes", "size"}
        return super().get_attribute(obj if beside else obj.head, attr, default)


class SwitchesSchema(Schema):
    """What becomes of a version once it is written."""

    activate = Switch(
        load_default=False,
        metadata={"description": "Jobs take it from now on that name its profile."},
    )
    default = Switch(
        load_default=False,
        metadata={"description": "Jobs take it from now on that name no profile; activates it, too."},
    )


class NoSwitchesSchema(Schema):
    """Nothing but the content."""


class ReplacedVersionSchema(NoSwitchesSchema):
    """Another content, as documented; `content` is checked by shared.profiles."""

    content = ma.fields.Nested(ProfileTextSchema, required=True)


class NewProfileSchema(SwitchesSchema):
    """A new content, as documented; `content` is checked by shared.profiles."""

    content = ma.fields.Nested(ProfileTextSchema, required=True)


class ActivationSchema(Schema):
    """Which version becomes active."""

    version = Whole(required=True, validate=ma.validate.Range(1, 2**31 - 1))
    default = Switch(
        load_default=False,
        metadata={"description": "Jobs take it from now on that name no profile."},
    )
