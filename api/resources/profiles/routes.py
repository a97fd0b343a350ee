"""Routes of profiles: presets, check, create, versions, activate, delete, events."""

from __future__ import annotations

import uuid
from typing import Any

from flask import url_for

from api.http.blueprint import Blueprint
from api.http.bodies import body_of
from api.http.pages import Cursor, Page, identifier
from api.http.signature import signature
from api.http.wiring import request_work, wiring
from api.resources.events.schemas import EventListSchema
from api.resources.jobs.document import ACCEPTED_HEADERS, POLL_SECONDS
from api.resources.jobs.schemas import JobSchema
from api.resources.profiles import present
from api.resources.profiles.bodies import read_content, read_envelope, read_preview
from api.resources.profiles.content_schemas import ProfileTextSchema
from api.resources.profiles.document import LOCATION
from api.resources.profiles.preview_schemas import NewPreviewSchema
from api.resources.profiles.schemas import (
    ActivationSchema,
    NewProfileSchema,
    NoSwitchesSchema,
    PresetListSchema,
    PresetSchema,
    ProfileCheckSchema,
    ProfileListQuerySchema,
    ProfilePageSchema,
    ProfileSchema,
    ProfileVersionSchema,
    ReplacedVersionSchema,
    SwitchesSchema,
)
from shared.access.scopes import Scope
from shared.audit.actions import SubjectKind
from shared.audit.read import list_events
from shared.jobs import preview
from shared.jobs.read import get_job
from shared.profiles import activate, add_version, create, delete, read
from shared.profiles.errors import ProfileInvalid
from shared.profiles.load_preset import list_presets, load_preset

blp = Blueprint("profiles", __name__, description="What leads are judged against: criteria, disqualifiers, tiers.")

PROFILES = Cursor("profiles", identifier)

# a profile that breaks its rules is no error here: the answer tells what is wrong
CHECKED = body_of({"anyOf": [ProfileTextSchema, {"type": "object"}]})


@blp.route("/profiles/presets")
@blp.guarded(Scope.READ)
@blp.problems(503)
@blp.response(200, PresetListSchema)
def list_profile_presets() -> dict[str, Any]:
    """List the profiles that come with the product, to begin with."""
    return {"data": [{"preset": name, "content": load_preset(name)} for name in list_presets()]}


@blp.route("/profiles/presets/<preset>")
@blp.guarded(Scope.READ)
@blp.problems(404, 503)
@blp.response(200, PresetSchema)
def get_profile_preset(preset: str) -> dict[str, Any]:
    """Read one of them."""
    return {"preset": preset, "content": load_preset(preset)}


@blp.route("/profiles/validate", methods=("POST",))
@blp.guarded(Scope.READ)
@blp.doc(requestBody=CHECKED)
@blp.problems(400, 413, 415, 422, 503)
@blp.response(200, ProfileCheckSchema)
def validate_profile() -> dict[str, Any]:
    """Check a profile: every fault by its place, warnings, and its size beside the provider's limits."""
    try:
        return present.passed(read_content())
    except ProfileInvalid as error:
        return present.failed(error)


@blp.route("/profiles")
@blp.guarded(Scope.READ)
@blp.problems(422, 503)
@blp.arguments(ProfileListQuerySchema, location="query")
@blp.response(200, ProfilePageSchema)
def list_profiles(query: dict[str, Any]) -> Page[read.ProfileView]:
    """List profiles, the default first, then by name."""
    limit = query["limit"]
    after = PROFILES.read(query["cursor"])[0] if query["cursor"] else None
    with request_work() as uow:
        rows = read.list_profiles(uow, limit=limit + 1, after=after)
    return PROFILES.page(rows, limit, lambda view: (view.profile.id,))


@blp.route("/profiles", methods=("POST",))
@blp.guarded(Scope.CONFIGURE)
@blp.doc(requestBody=body_of(NewProfileSchema))
@blp.problems(400, 409, 413, 415, 422, 503)
@blp.response(201, ProfileSchema, headers=LOCATION)
def create_profile() -> Any:
    """Create a profile with its first version, a draft unless it is activated."""
    said = read_envelope(SwitchesSchema())
    present.measure(said["content"])
    with request_work() as uow:
        profile_id = create.create_profile(uow, create.CreateProfile(**said, **signature()))
        view = read.get_profile(uow, profile_id)
    return view, {"Location": url_for("profiles.get_profile", profile_id=profile_id)}


@blp.route("/profiles/<uuid:profile_id>")
@blp.guarded(Scope.READ)
@blp.problems(404, 503)
@blp.response(200, ProfileSchema)
def get_profile(profile_id: uuid.UUID) -> read.ProfileView:
    """Read a profile and its list of versions."""
    with request_work() as uow:
        return read.get_profile(uow, profile_id)


@blp.route("/profiles/<uuid:profile_id>", methods=("DELETE",))
@blp.guarded(Scope.CONFIGURE)
@blp.problems(404, 409, 503)
@blp.response(204)
def delete_profile(profile_id: uuid.UUID) -> None:
    """Delete a profile that no job or preview has used and that is not the default."""
    with request_work() as uow:
        delete.delete_profile(uow, profile_id, **signature())


@blp.route("/profiles/<uuid:profile_id>/versions", methods=("POST",))
@blp.guarded(Scope.CONFIGURE)
@blp.doc(requestBody=body_of(NewProfileSchema))
@blp.problems(400, 404, 409, 413, 415, 422, 503)
@blp.alt_response(200, schema=ProfileVersionSchema, description="The latest version says the same: it stays.")
@blp.response(201, ProfileVersionSchema, headers=LOCATION)
def create_profile_version(profile_id: uuid.UUID) -> Any:
    """Add a version, a draft unless it is activated."""
    said = read_envelope(SwitchesSchema())
    command = add_version.AddVersion(profile_id, **said, **signature())
    with request_work() as uow:
        added = add_version.add_version(uow, command)
        document = present.version_document(uow, profile_id, added.number)
    location = {"Location": present.version_path(profile_id, added.number)}
    return document, 201 if added.is_new else 200, location if added.is_new else {}


@blp.route("/profiles/<uuid:profile_id>/versions/<int:number>")
@blp.guarded(Scope.READ)
@blp.problems(404, 503)
@blp.response(200, ProfileVersionSchema)
def get_profile_version(profile_id: uuid.UUID, number: int) -> present.VersionDocument:
    """Read what a version says and what that changed in the version before."""
    with request_work() as uow:
        return present.version_document(uow, profile_id, number)


@blp.route("/profiles/<uuid:profile_id>/versions/<int:number>", methods=("PUT",))
@blp.guarded(Scope.CONFIGURE)
@blp.doc(requestBody=body_of(ReplacedVersionSchema))
@blp.problems(400, 404, 409, 413, 415, 422, 503)
@blp.response(200, ProfileVersionSchema)
def replace_profile_version(profile_id: uuid.UUID, number: int) -> present.VersionDocument:
    """Let a version say something else while nothing has used it and it is not active."""
    content = read_envelope(NoSwitchesSchema())["content"]
    command = add_version.ReplaceVersion(profile_id, number, content, **signature())
    with request_work() as uow:
        add_version.replace_version(uow, command)
        return present.version_document(uow, profile_id, number)


@blp.route("/profiles/<uuid:profile_id>/activate", methods=("POST",))
@blp.guarded(Scope.CONFIGURE)
@blp.problems(400, 404, 409, 413, 415, 422, 503)
@blp.arguments(ActivationSchema)
@blp.response(200, ProfileSchema)
def activate_profile_version(said: dict[str, Any], profile_id: uuid.UUID) -> read.ProfileView:
    """Let new jobs take this version; jobs that were accepted keep theirs. The version before takes it back."""
    command = activate.ActivateVersion(profile_id, said["version"], default=said["default"], **signature())
    with request_work() as uow:
        activate.activate_version(uow, command)
        return read.get_profile(uow, profile_id)


@blp.route("/profiles/<uuid:profile_id>/preview", methods=("POST",))
@blp.guarded(Scope.SUBMIT)
@blp.doc(requestBody=body_of(NewPreviewSchema))
@blp.problems(400, 404, 413, 415, 422, 503)
@blp.response(202, JobSchema, headers=ACCEPTED_HEADERS)
def preview_profile(profile_id: uuid.UUID) -> Any:
    """Score up to 20 leads under a version, a draft too, without saving that as their score.

    The answer is a job of kind `preview`; its results tell each lead's present score, too. It is paid like any job.
    """
    command = read_preview(profile_id)
    with request_work() as uow:
        job = preview.preview_profile(uow, command, settings=wiring().settings, wake=wiring().broker.wake)
        view = get_job(uow, job.id)
    return view, {"Location": url_for("jobs.get_job", job_id=job.id), "Retry-After": POLL_SECONDS}


@blp.route("/profiles/<uuid:profile_id>/events")
@blp.guarded(Scope.READ)
@blp.problems(404, 503)
@blp.response(200, EventListSchema)
def list_profile_events(profile_id: uuid.UUID) -> dict[str, Any]:
    """Read who changed a profile and when, newest first, at most 200."""
    with request_work() as uow:
        read.get_profile(uow, profile_id)
        return {"data": list_events(uow, SubjectKind.PROFILE, profile_id)}
