"""`sales-agent cancel`, `pause`, `resume` and `retry`: what a person decides about a job."""

from __future__ import annotations

import click

from cli.client.api import ApiClient
from cli.client.jobs import Retry, act
from cli.client.jobs import retry as retry_job
from cli.client.types import Job
from cli.commands.options import api_command, job_argument, timeout_option
from cli.commands.submit import report_accepted
from cli.commands.terminal import Terminal
from cli.commands.text import count
from cli.commands.waiting import exit_code, free_to_leave, wait_for
from cli.program import program

RETRIED = ("failed", "expired", "cancelled")


@click.command()
@job_argument
@api_command()
def cancel(api: ApiClient, terminal: Terminal, *, job_id: str) -> None:
    """Stop JOB for good. Leads at the model end and are kept; what waits is cancelled and costs nothing.

    Take it up again with `sales-agent retry JOB --status cancelled`.
    """
    job = act(api, job_id, "cancel")
    cancelled = count(job.request_counts.cancelled, "lead")
    _report(terminal, job, f"Job {job.id} is {job.status}: {cancelled} cancelled, {_scored(job)} kept.")


@click.command()
@job_argument
@api_command()
def pause(api: ApiClient, terminal: Terminal, *, job_id: str) -> None:
    """Let JOB take up no more leads until it is resumed. Leads at the model end and are kept."""
    job = act(api, job_id, "pause")
    _report(terminal, job, f"Job {job.id} is paused: {_scored(job)}. Go on with `{program()} resume {job.id}`.")


@click.command()
@job_argument
@api_command()
def resume(api: ApiClient, terminal: Terminal, *, job_id: str) -> None:
    """Let a paused JOB go on."""
    job = act(api, job_id, "resume")
    _report(terminal, job, f"Job {job.id} goes on: {_scored(job)}. Follow it with `{program()} watch {job.id}`.")


@click.command()
@job_argument
@click.option(
    "--status",
    "statuses",
    type=click.Choice(RETRIED),
    multiple=True,
    help="Only leads that ended so; may be repeated. Default: failed and expired.",
)
@click.option("--custom-id", "custom_ids", multiple=True, help="Only the lead with this id; may be repeated.")
@click.option("--name", help="A name for the new job; default: that of JOB.")
@click.option("--wait", is_flag=True, help="Follow the new job to its end.")
@timeout_option
@api_command()
def retry(
    api: ApiClient,
    terminal: Terminal,
    *,
    job_id: str,
    statuses: tuple[str, ...],
    custom_ids: tuple[str, ...],
    name: str | None,
    wait: bool,
    timeout_seconds: float | None,
) -> None:
    """Make a new job of leads of JOB, which must have ended, that have no score.

    \b
    Examples:
      sales-agent retry JOB --wait
      sales-agent retry JOB --status cancelled
    """
    if timeout_seconds is not None and not wait:
        raise click.UsageError("--timeout goes with --wait.")
    job = retry_job(api, job_id, Retry(statuses, custom_ids, name))
    report_accepted(terminal, job)
    if wait:
        with free_to_leave(terminal, job.id):
            job = wait_for(api, terminal, job.id, timeout_seconds=timeout_seconds)
    if terminal.as_json:
        terminal.emit(job.raw)
    raise click.exceptions.Exit(exit_code(job))


def _scored(job: Job) -> str:
    return f"{job.request_counts.succeeded:,} of {count(job.request_counts.total, 'lead')} scored"


def _report(terminal: Terminal, job: Job, said: str) -> None:
    terminal.say(said)
    if terminal.as_json:
        terminal.emit(job.raw)
