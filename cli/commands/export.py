"""`sales-agent export`: a job's results as a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote

import click

from cli.client.api import ApiClient
from cli.client.errors import ClientError
from cli.commands.options import api_command, job_argument
from cli.commands.terminal import Terminal
from cli.commands.text import count
from shared.jobs.states import ENDED_ITEMS


@click.command()
@job_argument
@click.option("--format", "form", type=click.Choice(["csv", "ndjson"]), help="Default: by the file's ending, else csv.")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to; written whole or not at all. Default: standard output.",
)
@click.option(
    "--status", type=click.Choice(sorted(state.value for state in ENDED_ITEMS)), help="Only leads that ended so."
)
@api_command(stream=True)
def export(
    api: ApiClient, terminal: Terminal, *, job_id: str, form: str | None, output: Path | None, status: str | None
) -> None:
    """Write the results of JOB as CSV or NDJSON, in the order of the file; during the run what has ended by then.

    \b
    Examples:
      sales-agent export JOB -o results.csv
      sales-agent export JOB --format ndjson | jq .result.score
    """
    suffix = output.suffix.lower() if output else ""
    chosen = form or ("ndjson" if terminal.as_json or suffix in {".ndjson", ".jsonl"} else "csv")
    params: dict[str, str | int | list[str]] = {"format": chosen}
    if status:
        params["status"] = status
    pieces = api.http.stream(f"/jobs/{quote(job_id, safe='')}/results", params=params)
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        written = part.stat().st_size
        os.replace(part, output)
    except OSError as error:
        raise ClientError(f"{output} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
    terminal.note(f"{output}: {count(written, 'byte')}.")
