"""`sales-agent jobs`: which jobs there are, and what was done to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from cli.client.api import ApiClient
from cli.client.jobs import iter_jobs, list_events
from cli.client.types import Job
from cli.commands.options import api_command
from cli.commands.tables import list_table
from cli.commands.terminal import Terminal
from cli.commands.text import money, plain, shorten
from cli.program import program
from shared.jobs.states import JobKind, JobStatus

LONGEST_NAME = 40


@click.command()
@click.option(
    "--status",
    "statuses",
    type=click.Choice([status.value for status in JobStatus]),
    multiple=True,
    help="Only jobs that stand so; may be repeated.",
)
@click.option("--previews", is_flag=True, help="Previews of profiles instead of jobs.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most so many.")
@click.option("--events", "of_job", type=click.UUID, metavar="JOB", help="What was done to JOB instead: who, and when.")
@api_command(stream=True)
def jobs(
    api: ApiClient, terminal: Terminal, *, statuses: tuple[str, ...], previews: bool, limit: int, of_job: object
) -> None:
    """List jobs, newest first, with the id that every other command takes.

    \b
    Examples:
      sales-agent jobs --status in_progress --status paused
      sales-agent jobs --json | jq -r .id
      sales-agent jobs --events JOB
    """
    if of_job is not None:
        _show_events(api, terminal, str(of_job))
        return
    found = iter_jobs(api, statuses=statuses, kind=JobKind.PREVIEW.value if previews else None, limit=limit)
    if terminal.as_json:
        for job in found:
            terminal.emit(job.raw)
    elif shown := list(found):
        terminal.out.print(_jobs_table(shown))
    else:
        terminal.note(f"There are no such jobs. `{program()} submit FILE` makes one.")


def _jobs_table(found: Iterable[Job]) -> Table:
    table = list_table("job", "name…", "status", ">done", ">scored", ">failed", ">cost", "made (UTC)")
    for job in found:
        counts = job.request_counts
        table.add_row(
            job.id,
            Text(shorten(job.name, LONGEST_NAME)),
            Text(job.status + (f" ({plain(job.status_reason)})" if job.status_reason else "")),
            f"{counts.ended:,} of {counts.total:,}",
            f"{counts.succeeded:,}",
            f"{counts.failed:,}",
            money(job.cost.actual_usd),
            "" if job.created_at is None else f"{job.created_at:%Y-%m-%d %H:%M}",
        )
    return table


def _show_events(api: ApiClient, terminal: Terminal, job_id: str) -> None:
    events = list_events(api, job_id)
    if terminal.as_json:
        for event in events:
            terminal.emit(event)
    elif events:
        table = list_table("when (UTC)", "who", "what", "details…")
        for event in events:
            at = plain(event.get("at"))[:19].replace("T", " ")
            table.add_row(
                at,
                Text(plain(event.get("actor"))),
                Text(plain(event.get("action"))),
                Text(_details(event.get("detail"))),
            )
        terminal.out.print(table)
    else:
        terminal.note("Nothing was done to it by anybody.")


def _details(detail: object) -> str:
    known: Mapping[str, Any] = detail if isinstance(detail, Mapping) else {}
    return ", ".join(f"{plain(name)} {plain(value)}" for name, value in known.items() if value is not None)
