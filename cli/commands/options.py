"""What every command that speaks to the API has in common: --url, --key, --json, and how it fails."""

from __future__ import annotations

import functools
import os
import uuid
from collections.abc import Callable
from typing import Any

import click

from cli.client.api import ApiClient
from cli.client.target import resolve_target
from cli.commands.failures import reported
from cli.commands.terminal import Terminal

Command = Callable[..., None]


def api_command(*, stream: bool = False) -> Callable[[Command], Command]:
    """Give a command the common options and call it with `(api, terminal, **its own)`; `stream`: it prints NDJSON."""

    def decorate(command: Command) -> Command:
        @click.option("--url", help="Address of the API; default: SALES_AGENT_URL, else the local `up`.")
        @click.option(
            "--key", help="API key; better in SALES_AGENT_API_KEY, where other users of this machine cannot see it."
        )
        @click.option(
            "--json",
            "as_json",
            is_flag=True,
            help="Print one JSON object a line on stdout (NDJSON) and nothing else."
            if stream
            else "Print one JSON document on stdout and nothing else.",
        )
        @functools.wraps(command)
        def run(*, url: str | None, key: str | None, as_json: bool, **own: Any) -> None:
            terminal = Terminal.of_process(as_json=as_json)
            with (
                reported(terminal, stream=stream),
                ApiClient(resolve_target(url=url, key=key, environ=os.environ)) as api,
            ):
                command(api, terminal, **own)

        return run

    return decorate


def _id_text(ctx: click.Context, param: click.Parameter, value: uuid.UUID) -> str:
    return str(value)


job_argument = click.argument("job_id", metavar="JOB", type=click.UUID, callback=_id_text)
timeout_option = click.option(
    "--timeout",
    "timeout_seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop waiting after so long (exit code 4); the job goes on.",
)
