"""Holds the names of profiles apart: people and programs find a profile by its name, in any case."""

from __future__ import annotations

import uuid

from shared.database.unit_of_work import UnitOfWork
from shared.profiles.errors import ProfileExists
from shared.profiles.repository import ProfileRepository


def refuse_taken_name(uow: UnitOfWork, name: str, *, of: uuid.UUID | None = None) -> None:
    """Return if the name is free, or the profile `of` has it; raises ProfileExists."""
    holder = ProfileRepository(uow.session).find_named(name)
    if holder is not None and holder.id != of:
        raise ProfileExists(f"The profile “{holder.name}” has this name ({holder.id}); add a version to it instead.")
