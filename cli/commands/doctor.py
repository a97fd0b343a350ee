"""`sales-agent doctor`: looks at everything that the product needs, and says what to do about each fault."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from cli.client.errors import EXIT_ERROR
from cli.client.target import local_directory
from cli.commands.failures import reported
from cli.commands.terminal import Terminal
from cli.commands.text import plain
from cli.doctor.examine import examine
from cli.doctor.finding import Finding, State
from cli.doctor.surroundings import read_surroundings

STYLES = {State.OK: "green", State.FAULT: "bold red", State.UNKNOWN: "yellow"}
MARKS = {State.OK: "ok", State.FAULT: "FAULT", State.UNKNOWN: "not seen"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout and nothing else.")
def doctor(as_json: bool) -> None:
    """Look at database, migrations, broker, workers, beat, provider, model, disk and clock.

    \b
    What is looked at: DATABASE_URL, REDIS_URL and the CEREBRAS_ variables, from the environment
    or .env, else what `sales-agent up` started in this directory. Nothing is changed, and nothing
    is paid: the provider is only asked for its list of models.
    Exit code 1 if there is a fault.

    \b
    Examples:
      sales-agent doctor
      sales-agent doctor --json | jq '.checks[] | select(.state == "fault")'
    """
    terminal = Terminal.of_process(as_json=as_json)
    with reported(terminal):
        around = read_surroundings(os.environ, dotenv=Path(".env"), directory=local_directory(os.environ))
        findings = examine(around)
    faults = sum(finding.state is State.FAULT for finding in findings)
    if as_json:
        checks = [asdict(finding) for finding in findings]
        terminal.emit({"object": "doctor", "healthy": faults == 0, "checks": checks})
    else:
        _print(terminal, findings)
        terminal.say("\nAll is well." if not faults else f"\n{faults} fault{'' if faults == 1 else 's'} found.")
    if faults:
        raise click.exceptions.Exit(EXIT_ERROR)


def _print(terminal: Terminal, findings: Sequence[Finding]) -> None:
    names, marks = max(len(finding.check) for finding in findings), max(map(len, MARKS.values()))
    for finding in findings:
        mark = (f"{MARKS[finding.state]:<{marks}}", STYLES[finding.state])
        line = Text.assemble(mark, f"  {finding.check:<{names}}  {plain(finding.found)}")
        terminal.out.print(line, soft_wrap=True)
        if finding.remedy:
            terminal.say(f"{'':<{marks}}  {'':<{names}}  → {plain(finding.remedy)}")
