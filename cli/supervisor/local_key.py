"""The API key for use on this machine."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

KEY_NAME = "local use (sales-agent up)"


@dataclass(frozen=True, slots=True)
class LocalKey:
    """A key that works, and whether it was made just now."""

    key: str = field(repr=False)
    is_new: bool


class EnsureKey(Protocol):
    """How the stack comes by a key."""

    def __call__(self, database_url: str, known: str | None) -> LocalKey:
        """A key that works: the known one, or a new one."""


def ensure_local_key(database_url: str, known: str | None) -> LocalKey:
    """The known key if it still opens the API, else a new one with both scopes."""
    # only here: the rest of the supervisor needs no database library
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    from shared.access.authenticate import authenticate  # noqa: PLC0415
    from shared.access.create import create_key  # noqa: PLC0415
    from shared.access.errors import KeyRefused  # noqa: PLC0415
    from shared.access.scopes import Scope  # noqa: PLC0415
    from shared.database.engine import driver_url  # noqa: PLC0415
    from shared.database.unit_of_work import unit_of_work  # noqa: PLC0415

    engine = create_engine(driver_url(database_url), poolclass=NullPool, hide_parameters=True)
    with unit_of_work(engine) as uow:
        if known is not None:
            # refused: it was revoked, or the database is a new one
            with suppress(KeyRefused):
                if {Scope.SUBMIT, Scope.READ} <= set(authenticate(uow, known).scopes):
                    return LocalKey(known, is_new=False)
        return LocalKey(create_key(uow, name=KEY_NAME, scopes=[Scope.SUBMIT, Scope.READ]).key, is_new=True)
