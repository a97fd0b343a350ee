"""`sales-agent submit`: hands in a file of leads."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.client.api import ApiClient
from cli.client.errors import ApiProblem, ClientError
from cli.client.submission import WITH_COLUMNS, FileFormat, OnInvalid, Submission, guess_format
from cli.client.types import Job
from cli.commands.failures import faults_table
from cli.commands.options import api_command, timeout_option
from cli.commands.terminal import Terminal
from cli.commands.text import count, shorten
from cli.commands.waiting import exit_code, free_to_leave, wait_for
from cli.program import program
from shared.leads.errors import LeadValidationError

LONGEST_NAME = 200


def read_mapping(ctx: click.Context, param: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    """HEADER:field pairs as a dict; a header may itself contain colons, a field does not."""
    mapping = {}
    for pair in pairs:
        header, colon, lead_field = pair.rpartition(":")
        if not colon or not header.strip() or not lead_field.strip():
            raise click.BadParameter(f"{pair!r} is not HEADER:field, as in 'Firma:company_name'.", ctx=ctx, param=param)
        mapping[header.strip()] = lead_field.strip()
    return mapping


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--wait", is_flag=True, help="Follow the job to its end.")
@click.option(
    "--on-invalid",
    type=click.Choice(OnInvalid, case_sensitive=False),
    default=OnInvalid.REJECT,
    show_default="reject",
    help="Bad rows: accept nothing, or score the good rows.",
)
@click.option("--name", help="A name for the job; default: the file's.")
@click.option(
    "--map",
    "mapping",
    metavar="HEADER:field",
    multiple=True,
    callback=read_mapping,
    help="A column of a CSV or XLSX file and the lead field that it holds; may be repeated.",
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(FileFormat, case_sensitive=False),
    help="Default: by the file's ending, else its content.",
)
@click.option("--sheet", help="The sheet of an XLSX file; default: the first one with cells.")
@click.option("--profile", help="Judge by this profile, by name or id; default: the default one.")
@click.option("--profile-version", type=click.IntRange(min=1), help="Default: the active version.")
@timeout_option
@api_command()
def submit(
    api: ApiClient,
    terminal: Terminal,
    *,
    file: Path,
    wait: bool,
    on_invalid: OnInvalid,
    name: str | None,
    mapping: dict[str, str],
    file_format: FileFormat | None,
    sheet: str | None,
    profile: str | None,
    profile_version: int | None,
    timeout_seconds: float | None,
) -> None:
    """Hand in the leads of FILE (CSV, XLSX, JSON or NDJSON; - reads standard input).

    \b
    Examples:
      sales-agent submit leads.csv --wait
      sales-agent submit export.csv --map 'Firma:company_name' --on-invalid skip
      sales-agent submit leads.xlsx --sheet Fair
      cat leads.ndjson | sales-agent submit - --json
    """
    if timeout_seconds is not None and not wait:
        raise click.UsageError("--timeout goes with --wait.")
    body = _read(file)
    chosen = file_format or guess_format(body, suffix=file.suffix)
    if mapping and chosen not in WITH_COLUMNS:
        raise click.UsageError("--map is for CSV and XLSX files; JSON names its fields itself.")
    if sheet and chosen is not FileFormat.XLSX:
        raise click.UsageError("--sheet is for XLSX files; no other has sheets.")
    named = name or (None if str(file) == "-" else shorten(file.name, LONGEST_NAME))
    job = _submit(
        api,
        Submission(
            body=body,
            format=chosen,
            name=named,
            on_invalid=on_invalid,
            mapping=mapping,
            profile=profile,
            profile_version=profile_version,
            sheet=sheet,
        ),
    )
    report_accepted(terminal, job)
    if wait:
        with free_to_leave(terminal, job.id):
            job = wait_for(api, terminal, job.id, timeout_seconds=timeout_seconds)
        if not terminal.as_json:
            terminal.note(f"See them with `{program()} results {job.id}`.")
    elif not terminal.as_json:
        terminal.note(f"Follow it with `{program()} watch {job.id}`.")
    if terminal.as_json:
        terminal.emit(job.raw)
    raise click.exceptions.Exit(exit_code(job))


def _submit(api: ApiClient, submission: Submission) -> Job:
    try:
        return api.submit(submission)
    except ApiProblem as error:
        faults = error.problem.faults
        in_rows = bool(faults) and all(fault.row or (fault.pointer or "").startswith("/leads/") for fault in faults)
        # a fault of the whole file names a line, too, but leaving that out would not mend it
        if in_rows and error.problem.code == LeadValidationError.code and submission.on_invalid is OnInvalid.REJECT:
            remedy = "Mend these rows, or give `--on-invalid skip` to score the others."
            raise ApiProblem(error.problem, remedy=remedy) from None
        raise


def report_accepted(terminal: Terminal, job: Job) -> None:
    """Say what was accepted, and name every row that was left out."""
    terminal.say(f"Job {job.id} accepted: {count(job.request_counts.total, 'lead')}.")
    if job.skipped.count:
        terminal.err.print(faults_table(job.skipped_faults, title=f"{count(job.skipped.count, 'bad row')} left out"))


def _read(file: Path) -> bytes:
    label = "Standard input" if str(file) == "-" else str(file)
    try:
        body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise ClientError(f"{label} cannot be read: {error.strerror}.") from None
    if not body.strip():
        raise ClientError(f"{label} is empty.", remedy="Give a file with a header line and leads.")
    return body
