"""`sales-agent sign-in`: prints a one-time link to the dashboard."""

from __future__ import annotations

import os
from http import HTTPStatus

import click

from cli.client.errors import ClientError
from cli.client.target import Target, resolve_target
from cli.commands.failures import reported
from cli.commands.keys import as_json_option, iso, key_work
from cli.commands.terminal import Terminal
from cli.supervisor.dashboard import NOT_BUILT, sign_in_url
from cli.supervisor.readiness import ask
from shared.access.errors import KeyRefused
from shared.access.make_link import NewLink, make_link


@click.command("sign-in")
@as_json_option
def sign_in(as_json: bool) -> None:
    """Print a link that signs one browser in to the dashboard, once, within 12 hours.

    \b
    It has the rights of the key in SALES_AGENT_API_KEY, else of the one that `sales-agent up` wrote down.
    Works on the database itself, as `keys` does: DATABASE_URL, else that of `up`.
    """
    terminal = Terminal.of_process(as_json=as_json)
    with reported(terminal):
        target = resolve_target(url=None, key=None, environ=os.environ)
        made = _make(target)
        url = sign_in_url(target.origin, made.token)
        _warn(terminal, target)
        if as_json:
            terminal.emit({"url": url, "expires_at": iso(made.expires_at)})
            return
        terminal.note("Open this once, within 12 hours. It signs in whoever opens it first.")
        terminal.say(url, style="bold")


def _make(target: Target) -> NewLink:
    try:
        with key_work() as uow:
            return make_link(uow, target.key)
    except KeyRefused:
        raise ClientError(
            f"The database does not know {target.key_label}, or the key was revoked or has expired.",
            remedy="`sales-agent keys create NAME` makes a key; set SALES_AGENT_API_KEY to it.",
        ) from None


def _warn(terminal: Terminal, target: Target) -> None:
    """Say so where the link leads to nothing yet."""
    if not target.is_local:
        return
    answer = ask(f"{target.origin}/")
    if answer is None:
        terminal.note(f"Nobody answers at {target.origin} now; `sales-agent up` starts it.")
    elif answer[0] != HTTPStatus.OK:
        terminal.note(f"The dashboard is {NOT_BUILT}.")
