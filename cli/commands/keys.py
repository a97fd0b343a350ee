"""`sales-agent keys`: makes, lists and revokes API keys, straight in the database."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import click
from rich.table import Table
from rich.text import Text
from sqlalchemy import create_engine
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from cli.client.errors import ClientError, NotConfigured
from cli.client.target import local_directory, read_local_state
from cli.commands.failures import reported
from cli.commands.terminal import Terminal
from cli.commands.text import plain
from shared.access.create import create_key
from shared.access.models import ApiKey
from shared.access.read import list_keys
from shared.access.revoke import revoke_key
from shared.access.scopes import Scope
from shared.database.engine import CONNECT_TIMEOUT_SECONDS, driver_url
from shared.database.errors import DatabaseConnectionError, DatabaseStatementError
from shared.database.unit_of_work import UnitOfWork, unit_of_work

UNDEFINED_TABLE = "42P01"
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout and nothing else.")


@click.group()
def keys() -> None:
    """Make, list and revoke API keys.

    Works on the database itself: DATABASE_URL, else the one that `sales-agent up` started in this directory.
    """


@keys.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    help="A right of the key; give it again for more. Default: all.",
)
@click.option("--expires-days", type=click.IntRange(1, 3650), help="The key stops working after so many days.")
@as_json_option
def create(name: str, scopes: tuple[str, ...], expires_days: int | None, as_json: bool) -> None:
    """Make a key called NAME and print it, this once.

    \b
    Example:  export SALES_AGENT_API_KEY=$(sales-agent keys create crm)
    """
    terminal = Terminal.of_process(as_json=as_json)
    expires_at = datetime.now(UTC) + timedelta(days=expires_days) if expires_days else None
    with reported(terminal):
        with key_work() as uow:
            made = create_key(
                uow, name=name, scopes=[Scope(scope) for scope in scopes] or list(Scope), expires_at=expires_at
            )
        if as_json:
            terminal.emit(
                {
                    "id": str(made.id),
                    "name": made.name,
                    "scopes": [*made.scopes],
                    "expires_at": iso(made.expires_at),
                    "key": made.key,
                }
            )
            return
        terminal.note(
            f"Key {plain(made.name)!r} may {', '.join(made.scopes)}. It is shown this once; keep it in a safe place."
        )
        terminal.say(made.key, style="bold")


@keys.command("list")
@as_json_option
def list_command(as_json: bool) -> None:
    """List all keys, newest first; what is shown opens nothing."""
    terminal = Terminal.of_process(as_json=as_json)
    with reported(terminal):
        with key_work() as uow:
            found = list_keys(uow)
        if as_json:
            terminal.emit({"object": "list", "data": [_shown(key) for key in found]})
        elif found:
            terminal.out.print(_table(found))
        else:
            terminal.note("There are no keys yet. `sales-agent keys create NAME` makes one.")


@keys.command()
@click.argument("key")
@as_json_option
def revoke(key: str, as_json: bool) -> None:
    """Revoke a key, at once and for good.

    KEY is its id or its public prefix, the part between `sa_` and the second `_`.
    """
    terminal = Terminal.of_process(as_json=as_json)
    with reported(terminal):
        with key_work() as uow:
            found = _find(list_keys(uow), key)
            revoked_at = revoke_key(uow, found.id)
        if as_json:
            terminal.emit({"id": str(found.id), "name": found.name, "revoked_at": iso(revoked_at)})
        else:
            terminal.say(f"Revoked sa_{found.prefix}_… ({plain(found.name)}); it opens nothing any more.")


@contextmanager
def key_work() -> Iterator[UnitOfWork]:
    """One transaction on the database of DATABASE_URL or of the local state file; errors name the remedy."""
    url, source = _database()
    try:
        engine = create_engine(
            driver_url(url),
            poolclass=NullPool,
            hide_parameters=True,
            connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS},
        )
    except (ArgumentError, ValueError):
        # its text would repeat the password
        raise _no_address(source) from None
    try:
        with unit_of_work(engine) as uow:
            yield uow
    except DatabaseConnectionError as error:
        raise ClientError(
            error.detail, remedy=f"The address comes from {source}; is the database running (`sales-agent up`)?"
        ) from None
    except DatabaseStatementError as error:
        if error.sqlstate != UNDEFINED_TABLE:
            raise
        raise ClientError("The database has no tables yet.", remedy="`sales-agent up` makes them.") from None
    finally:
        engine.dispose()


def _database() -> tuple[str, str]:
    """The database's address, and where it comes from."""
    given = os.environ.get("DATABASE_URL", "").strip()
    directory = local_directory(os.environ)
    url = given or read_local_state(directory).get("database_url")
    source = "DATABASE_URL" if given else str(directory / "local.json")
    if not url:
        raise NotConfigured("No database is known here.", remedy="Start `sales-agent up`, or set DATABASE_URL.")
    if not isinstance(url, str) or not url.startswith("postgres"):
        raise _no_address(source)
    return url, source


def _no_address(source: str) -> NotConfigured:
    return NotConfigured(
        f"{source} holds no address of a PostgreSQL database.",
        remedy="It looks like postgresql://user:password@host:5432/name.",
    )


def _find(found: Sequence[ApiKey], wanted: str) -> ApiKey:
    prefix = wanted.split("_")[1] if wanted.startswith("sa_") and wanted.count("_") >= 1 else wanted
    matches = [key for key in found if str(key.id) == wanted or key.prefix == prefix]
    if len(matches) != 1:
        said = "No key has" if not matches else f"{len(matches)} keys have"
        raise ClientError(f"{said} this id or prefix.", remedy="`sales-agent keys list` shows them.")
    return matches[0]


def _state(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "expired" if key.expires_at is not None and key.expires_at <= datetime.now(UTC) else "active"


def _shown(key: ApiKey) -> dict[str, object]:
    return {
        "id": str(key.id),
        "name": key.name,
        "prefix": key.prefix,
        "scopes": key.scopes,
        "state": _state(key),
        "created_at": iso(key.created_at),
        "expires_at": iso(key.expires_at),
        "revoked_at": iso(key.revoked_at),
        "last_used_at": iso(key.last_used_at),
    }


def _table(found: Sequence[ApiKey]) -> Table:
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0), pad_edge=False)
    for name in ("prefix", "name", "may", "state", "made", "last used"):
        table.add_column(name, no_wrap=name != "name", overflow="fold" if name == "name" else "ellipsis")
    for key in found:
        style = None if _state(key) == "active" else "dim"
        cells = (
            key.prefix,
            plain(key.name),
            ", ".join(key.scopes),
            _state(key),
            _day(key.created_at),
            _day(key.last_used_at),
        )
        table.add_row(*(Text(cell) for cell in cells), style=style)
    return table


def _day(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d") if at else "never"


def iso(at: datetime | None) -> str | None:
    """A time as the API writes it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None
