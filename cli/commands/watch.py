"""`sales-agent watch`: follows a job to its end."""

from __future__ import annotations

import click

from cli.client.api import ApiClient
from cli.commands.options import api_command, job_argument, timeout_option
from cli.commands.terminal import Terminal
from cli.commands.waiting import exit_code, free_to_leave, wait_for


@click.command()
@job_argument
@timeout_option
@api_command()
def watch(api: ApiClient, terminal: Terminal, *, job_id: str, timeout_seconds: float | None) -> None:
    """Follow JOB until it has ended: done, failed, rate, remaining time, cost so far, what it waits on.

    Ctrl-C leaves the job running.
    """
    with free_to_leave(terminal, job_id):
        job = wait_for(api, terminal, job_id, timeout_seconds=timeout_seconds)
    if terminal.as_json:
        terminal.emit(job.raw)
    raise click.exceptions.Exit(exit_code(job))
