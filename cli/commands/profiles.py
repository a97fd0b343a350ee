"""`sales-agent profiles`: what leads are judged against, from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cli.client import profiles as client
from cli.client.api import ApiClient
from cli.client.errors import ApiProblem, ClientError
from cli.client.profile_file import ProfileFile, read_profile_file, write_profile_file
from cli.client.submission import FileFormat, read_leads
from cli.commands.failures import faults_table
from cli.commands.options import api_command
from cli.commands.profile_views import (
    previewed_table,
    profiles_table,
    say_profile,
    say_version,
    with_lines,
)
from cli.commands.terminal import Terminal
from cli.commands.text import count, plain
from cli.commands.waiting import exit_code, free_to_leave, wait_for
from cli.program import program
from shared.profiles.errors import ProfileInvalid

MOST_PREVIEWED = 20

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
profile_argument = click.argument("name", metavar="PROFILE")
version_option = click.option("--version", "number", type=click.IntRange(min=1), help="Default: the newest version.")


@click.group()
def profiles() -> None:
    """Profiles say what is sold to whom and by which criteria, weights and tiers leads are judged.

    \b
    From a preset to a job of your own:
      sales-agent profiles show b2b --yaml > mine.yaml     then edit it
      sales-agent profiles check mine.yaml
      sales-agent profiles push mine.yaml
      sales-agent profiles preview 'My profile' --sample 20
      sales-agent profiles activate 'My profile' --default
      sales-agent submit leads.csv --wait

    PROFILE is a name, in any case, or an id.
    """


@profiles.command("list")
@api_command(stream=True)
def list_command(api: ApiClient, terminal: Terminal) -> None:
    """List all profiles; the one that jobs take that name none comes first."""
    found = client.list_profiles(api)
    if terminal.as_json:
        for one in found:
            terminal.emit(one)
    else:
        terminal.out.print(profiles_table(found))


@profiles.command()
@api_command(stream=True)
def presets(api: ApiClient, terminal: Terminal) -> None:
    """List the profiles that come with the product, to begin with."""
    for one in client.list_presets(api):
        if terminal.as_json:
            terminal.emit(one)
        else:
            terminal.say(f"{plain(one['preset']):<10} {plain(one['content']['name'])}")


@profiles.command()
@profile_argument
@version_option
@click.option("--yaml", "as_yaml", is_flag=True, help="Print the content alone, as a file for `push`.")
@api_command()
def show(api: ApiClient, terminal: Terminal, *, name: str, number: int | None, as_yaml: bool) -> None:
    """Show what PROFILE (or a preset) says, its versions, and what the version changed."""
    preset = next((one for one in client.list_presets(api) if one["preset"] == name.casefold()), None)
    if preset is not None:
        document: dict[str, Any] = preset
    else:
        profile = client.find_profile(api, name)
        document = client.get_version(api, profile, number or profile["latest_version"])
    if as_yaml:
        sys.stdout.write(write_profile_file(document["content"]))
        return
    if terminal.as_json:
        terminal.emit(document)
        return
    if preset is None:
        say_profile(terminal, profile)
    say_version(terminal, document)


@profiles.command()
@file_argument
@api_command()
def check(api: ApiClient, terminal: Terminal, *, file: Path) -> None:
    """Check the profile in FILE (YAML or JSON; - reads standard input) without keeping it."""
    read = _read(file)
    found = client.validate_profile(api, read.content)
    if terminal.as_json:
        terminal.emit(found)
    faults, warnings = (with_lines(found[name], read) for name in ("errors", "warnings"))
    if not terminal.as_json:
        if faults:
            terminal.err.print(faults_table(faults, title=count(len(faults), "fault")))
        if warnings:
            terminal.err.print(faults_table(warnings, title=count(len(warnings), "warning")))
        if found["valid"]:
            terminal.say(f"{plain(read.content.get('name'))!r} can be used. `{program()} profiles push` keeps it.")
    raise click.exceptions.Exit(0 if found["valid"] else 1)


@profiles.command()
@file_argument
@click.option("--activate", is_flag=True, help="Jobs that name the profile take this version from now on.")
@click.option("--default", is_flag=True, help="Jobs that name no profile take it, too.")
@api_command()
def push(api: ApiClient, terminal: Terminal, *, file: Path, activate: bool, default: bool) -> None:
    """Keep the profile in FILE (YAML or JSON): a new one, or a new version of the one of its name.

    What jobs used before stays as it was; a file that changes nothing makes no version.
    """
    read = _read(file)
    switches = {name: True for name, wanted in (("activate", activate), ("default", default)) if wanted}
    try:
        profile, made = client.push_profile(api, read.content, switches)
    except ApiProblem as error:
        if error.problem.code != ProfileInvalid.code:
            raise
        faults = with_lines(error.problem.raw.get("errors", []), read)
        if not terminal.as_json:
            terminal.err.print(faults_table(faults, title=f"{count(len(faults), 'fault')} in {file}"))
        raise ClientError(
            "The profile cannot be used as it is; nothing was kept.", remedy="Mend these places."
        ) from None
    if terminal.as_json:
        terminal.emit(profile)
        return
    version, name = profile["latest_version"], plain(profile["name"])
    terminal.say(f"{name!r} version {version}" + (" is kept." if made else " says the same already."))
    if profile["active_version"] != version:
        terminal.note(
            f"Try it: `{program()} profiles preview {name!r}`; use it: `{program()} profiles activate {name!r}`."
        )


@profiles.command()
@profile_argument
@version_option
@click.option("--default", is_flag=True, help="Jobs that name no profile take it, too.")
@api_command()
def activate(api: ApiClient, terminal: Terminal, *, name: str, number: int | None, default: bool) -> None:
    """Let jobs that name PROFILE take this version from now on; undo it by activating the one before."""
    profile = client.find_profile(api, name)
    before = profile["active_version"]
    after = client.activate_version(api, profile, number or profile["latest_version"], default=default)
    if terminal.as_json:
        terminal.emit(after)
        return
    terminal.say(f"{plain(after['name'])!r} version {after['active_version']} is active.")
    if before is not None and before != after["active_version"]:
        terminal.note(f"Back: `{program()} profiles activate {plain(after['name'])!r} --version {before}`.")


@profiles.command()
@profile_argument
@version_option
@click.option(
    "--sample", type=click.IntRange(1, MOST_PREVIEWED), help=f"So many of the latest leads; default: {MOST_PREVIEWED}."
)
@click.option("--lead", "lead_ids", type=click.UUID, multiple=True, help="This lead, by its id; may be repeated.")
@click.option(
    "--leads",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"The leads of this JSON or NDJSON file, at most {MOST_PREVIEWED}.",
)
@api_command(stream=True)
def preview(
    api: ApiClient,
    terminal: Terminal,
    *,
    name: str,
    number: int | None,
    sample: int | None,
    lead_ids: tuple[object, ...],
    file: Path | None,
) -> None:
    """Judge up to 20 leads by a version of PROFILE and show the score beside the present one; no lead keeps it.

    It is paid for like any job, once: a job that follows takes these scores at no cost.
    """
    if sum(source is not None and source != () for source in (sample, lead_ids, file)) > 1:
        raise click.UsageError("Give one of --sample, --lead and --leads.")
    profile = client.find_profile(api, name)
    source = client.Source(
        sample=sample or (None if lead_ids or file else MOST_PREVIEWED), lead_ids=[*map(str, lead_ids)]
    )
    if file is not None:
        form = FileFormat.JSON if file.suffix.lower() == ".json" else FileFormat.NDJSON
        source = client.Source(leads=read_leads(file.read_bytes(), file_format=form)["leads"])
    job = client.preview_version(api, profile, number or profile["latest_version"], source)
    with free_to_leave(terminal, job.id):
        job = wait_for(api, terminal, job.id, timeout_seconds=None)
    found = list(api.iter_results(job.id))
    for result in found if terminal.as_json else ():
        terminal.emit(result.raw)
    if not terminal.as_json:
        terminal.out.print(previewed_table(found))
    raise click.exceptions.Exit(exit_code(job))


@profiles.command()
@profile_argument
@api_command()
def delete(api: ApiClient, terminal: Terminal, *, name: str) -> None:
    """Delete PROFILE, which no job or preview has used and which is not the default."""
    profile = client.find_profile(api, name)
    client.delete_profile(api, profile)
    terminal.say(f"{plain(profile['name'])!r} is deleted.")
    if terminal.as_json:
        terminal.emit({"id": profile["id"], "deleted": True})


def _read(file: Path) -> ProfileFile:
    try:
        return read_profile_file(sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes())
    except OSError as error:
        raise ClientError(f"{file} cannot be read: {error.strerror}.") from None
