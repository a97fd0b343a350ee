"""The API key for use on this machine, and a link that signs a browser in with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.database.unit_of_work import UnitOfWork

KEY_NAME = "local use (sales-agent up)"


@dataclass(frozen=True, slots=True)
class LocalKey:
    """A key that works, whether it was made just now, and the token of a fresh sign-in link."""

    key: str = field(repr=False)
    is_new: bool
    link_token: str = field(default="", repr=False)


class EnsureKey(Protocol):
    """How the stack comes by a key."""

    def __call__(self, database_url: str, known: str | None) -> LocalKey:
        """A key that works: the known one, or a new one."""


def ensure_local_key(database_url: str, known: str | None) -> LocalKey:
    """The known key if it still opens the API, else a new one with all scopes; with a link in either case."""
    from shared.access.authenticate import authenticate  # noqa: PLC0415
    from shared.access.create import create_key  # noqa: PLC0415
    from shared.access.errors import KeyRefused  # noqa: PLC0415
    from shared.access.make_link import make_link  # noqa: PLC0415
    from shared.access.scopes import Scope  # noqa: PLC0415

    with _work(database_url) as uow:
        if known is not None:
            # refused: it was revoked, or the database is a new one
            with suppress(KeyRefused):
                if set(Scope) <= set(authenticate(uow, known).scopes):
                    return LocalKey(known, is_new=False, link_token=make_link(uow, known).token)
        made = create_key(uow, name=KEY_NAME, scopes=[*Scope]).key
        return LocalKey(made, is_new=True, link_token=make_link(uow, made).token)


def make_local_link(database_url: str, key: str) -> str:
    """The token of a fresh link that signs in with the key; raises KeyRefused or DatabaseConnectionError."""
    from shared.access.make_link import make_link  # noqa: PLC0415

    with _work(database_url) as uow:
        return make_link(uow, key).token


@contextmanager
def _work(database_url: str) -> Iterator[UnitOfWork]:
    # only here: the rest of the supervisor needs no database library
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    from shared.database.engine import driver_url  # noqa: PLC0415
    from shared.database.unit_of_work import unit_of_work  # noqa: PLC0415

    engine = create_engine(driver_url(database_url), poolclass=NullPool, hide_parameters=True)
    with unit_of_work(engine) as uow:
        yield uow
