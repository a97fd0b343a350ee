"""One run of the demo: submits a file through the public API, follows it, and accounts for every row."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.client.api import ApiClient
from cli.client.submission import FileFormat, OnInvalid, Submission
from cli.commands.submit import report_accepted
from cli.commands.terminal import Terminal
from cli.commands.waiting import wait_for
from cli.demo.ledger import billed_calls
from cli.demo.outcomes import account, tally
from cli.demo.report import Run
from cli.demo.rows import read_file_rows
from cli.demo.stage import Stage
from cli.program import program
from cli.supervisor.dashboard import how_to_open

PATIENCE_SECONDS = 900.0


def play(stage: Stage, terminal: Terminal, file: Path) -> Run:
    """Submit the file with `on_invalid=skip` and return what became of each row; raises ClientError."""
    body = file.read_bytes()
    before = billed_calls(stage.simulator_url)
    with ApiClient(stage.target) as api:
        submission = Submission(
            body=body, format=FileFormat.CSV, name=f"Demo: {file.name}"[:200], on_invalid=OnInvalid.SKIP
        )
        job = api.submit(submission)
        report_accepted(terminal, job)
        terminal.say(
            "The simulator answers in the provider's place: scores show how it works, not what they mean."
            if job.simulated
            else f"{job.provider} answers with {job.model}, at its price."
        )
        job = wait_for(api, terminal, job.id, timeout_seconds=PATIENCE_SECONDS)
        results = list(api.iter_results(job.id))
    after = billed_calls(stage.simulator_url)
    return Run(
        job=job,
        results=results,
        accounting=account(read_file_rows(body), job=job, results=results),
        tally=tally(results),
        newly_billed=None if before is None or after is None else after - before,
    )


def as_document(run: Run) -> Mapping[str, Any]:
    """The run for a machine: outcomes by kind, what was paid, and the rows without exactly one outcome."""
    accounting, counted = run.accounting, run.tally
    return {
        "job": run.job.raw,
        "complete": accounting.complete,
        "rows": accounting.rows,
        "scored": accounting.scored,
        "failed": accounting.failed,
        "refused": accounting.skipped,
        "gaps": [*accounting.gaps],
        "by_tier": dict(counted.by_tier),
        "by_error": dict(counted.by_error),
        "flagged": counted.flagged,
        "reused": run.job.cached,
        "calls": run.job.usage.calls,
        "cost_usd": str(run.job.cost.actual_usd),
        "newly_billed": run.newly_billed,
    }


def where_to_look(stage: Stage, run: Run) -> list[tuple[str, str]]:
    """Label and address or command, for a person who wants to go on."""
    target, job_id = stage.target, run.job.id
    from_file = f"""$(sed -n 's/.*"api_key": *"\\([^"]*\\)".*/\\1/p' {os.path.relpath(stage.local_file)})"""
    places = [
        ("dashboard", how_to_open(stage.sign_in_url())),
        ("API", target.base_url),
        ("documentation", f"{target.base_url}/docs"),
    ]
    if stage.key_is_new:
        places.append(("key", f"{target.key}  (kept in {os.path.relpath(stage.local_file)})"))
    places += [
        ("results", f"{program()} results {job_id}"),
        ("by curl", f"KEY={from_file}"),
        ("", f'curl -H "Authorization: Bearer $KEY" "{target.base_url}/leads?limit=3"'),
    ]
    return places
