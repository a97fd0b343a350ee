"""`sales-agent results`: what became of a job's leads."""

from __future__ import annotations

import click

from cli.client.api import ApiClient
from cli.commands.options import api_command, job_argument
from cli.commands.terminal import Terminal
from cli.commands.text import count
from cli.commands.verdicts import failures_table, verdicts_table
from cli.commands.waiting import exit_code, summary
from shared.jobs.states import ENDED_ITEMS

SHOWN_ON_TERMINAL = 50


@click.command()
@job_argument
@click.option(
    "--status", type=click.Choice(sorted(state.value for state in ENDED_ITEMS)), help="Only leads that ended so."
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help=f"At most so many; default: all as JSON, {SHOWN_ON_TERMINAL} as a table.",
)
@api_command(stream=True)
def results(api: ApiClient, terminal: Terminal, *, job_id: str, status: str | None, limit: int | None) -> None:
    """Show what became of the leads of JOB, in the order of the file, during the run too.

    \b
    Examples:
      sales-agent results JOB --status failed
      sales-agent results JOB --json > results.ndjson
    """
    job = api.get_job(job_id)
    if terminal.as_json:
        for result in api.iter_results(job_id, status=status, limit=limit):
            terminal.emit(result.raw)
    else:
        found = list(api.iter_results(job_id, status=status, limit=limit or SHOWN_ON_TERMINAL))
        scored = [result for result in found if result.scored]
        others = [result for result in found if not result.scored]
        if scored:
            terminal.out.print(verdicts_table(scored, width=terminal.out.width))
        if others:
            terminal.out.print(failures_table(others, width=terminal.out.width))
        terminal.note(
            summary(job)
            if job.ended
            else f"The job still runs: {job.request_counts.ended} of {count(job.request_counts.total, 'lead')} done."
        )
        if limit is None and len(found) == SHOWN_ON_TERMINAL:
            terminal.note(f"These are the first {SHOWN_ON_TERMINAL}; `--limit` shows more, `--json` all.")
    raise click.exceptions.Exit(exit_code(job))
