"""Waits for a job's end before the eyes of a person; leaving early never stops the job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from cli.client.api import ApiClient
from cli.client.follow import follow
from cli.client.types import Job
from cli.commands.progress import JobProgress
from cli.commands.terminal import Terminal
from cli.commands.text import count, duration, money
from cli.program import program
from shared.jobs.states import JobStatus

EXIT_ALL_SCORED = 0
EXIT_WITH_FAILURES = 3
EXIT_INTERRUPTED = 130


def wait_for(api: ApiClient, terminal: Terminal, job_id: str, *, timeout_seconds: float | None) -> Job:
    """Show the job until it has ended and return it; raises ClientError, TimedOut among them."""
    with JobProgress(terminal.err) as progress:
        for sight in follow(api, job_id, timeout_seconds=timeout_seconds):
            progress.show(sight)
    terminal.say(summary(sight.job))
    return sight.job


@contextmanager
def free_to_leave(terminal: Terminal, job_id: str) -> Iterator[None]:
    """Ctrl-C in the block ends the program, not the job, and says how to come back."""
    try:
        yield
    except KeyboardInterrupt:
        terminal.note(f"The job goes on. Come back with `{program()} watch {job_id}`.")
        raise click.exceptions.Exit(EXIT_INTERRUPTED) from None


def summary(job: Job) -> str:
    """One line on an ended job: scored, failed, reused, calls, cost."""
    counts = job.request_counts
    parts = [f"{counts.succeeded:,} of {count(counts.total, 'lead')} scored"]
    others = {"failed": counts.failed, "cancelled": counts.cancelled, "expired": counts.expired}
    parts += [f"{number:,} {word}" for word, number in others.items() if number]
    if job.cached:
        parts.append(f"{job.cached:,} reused at no cost")
    parts.append(f"{count(job.usage.calls, 'call')}, {money(job.cost.actual_usd)}")
    said = "Job " + job.id + (" completed" if job.status == JobStatus.COMPLETED else f" {job.status}")
    if job.took_seconds is not None:
        said += f" in {duration(job.took_seconds)}"
    by = " (the simulator's answers)" if job.simulated else ""
    return f"{said}: {', '.join(parts)}{by}."


def exit_code(job: Job) -> int:
    """0 when every lead was scored, or when the job still runs; 3 when it ended with leads that have no score."""
    return EXIT_ALL_SCORED if job.all_scored or not job.ended else EXIT_WITH_FAILURES
