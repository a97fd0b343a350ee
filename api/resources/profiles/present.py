"""Puts beside a profile what the API alone knows: its size under the settings of this service."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from api.http.faults import present_fault
from api.http.wiring import wiring
from shared.database.unit_of_work import UnitOfWork
from shared.profiles.check import find_warnings
from shared.profiles.compare import Change
from shared.profiles.content import ProfileContent
from shared.profiles.errors import ProfileInvalid
from shared.profiles.models import Profile
from shared.profiles.read import VersionHead, get_version
from shared.scoring.measure import ProfileSize, find_size_warnings, measure_profile


@dataclass(frozen=True, slots=True)
class VersionDocument:
    """A version as ProfileVersionSchema shows it."""

    profile: Profile
    head: VersionHead
    content: ProfileContent
    changes: Sequence[Change]
    size: ProfileSize


def measure(content: ProfileContent) -> ProfileSize:
    """The profile's size; raises ProfileTooLarge, which undoes what the transaction wrote."""
    return measure_profile(content, answer_token_limit=wiring().settings.LLM_MAX_COMPLETION_TOKENS)


def version_document(uow: UnitOfWork, profile_id: uuid.UUID, number: int) -> VersionDocument:
    """The version; raises ProfileNotFound or ProfileVersionNotFound."""
    view = get_version(uow, profile_id, number)
    return VersionDocument(view.profile, view.head, view.content, view.changes, measure(view.content))


def version_path(profile_id: uuid.UUID, number: int) -> str:
    """Where the version is read."""
    return url_for("profiles.get_profile_version", profile_id=profile_id, number=number)


def passed(content: ProfileContent) -> dict[str, Any]:
    """The check of a profile that could be created."""
    size = measure(content)
    warnings = [present_fault(fault) for fault in [*find_warnings(content), *find_size_warnings(size)]]
    return {"valid": True, "errors": [], "warnings": warnings, "size": size}


def failed(error: ProfileInvalid) -> dict[str, Any]:
    """The check of a profile that could not."""
    return {"valid": False, "errors": [present_fault(fault) for fault in error.faults], "warnings": [], "size": None}
