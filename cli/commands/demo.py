"""`sales-agent demo`: the whole product once, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from cli.commands.failures import reported
from cli.commands.terminal import Terminal
from cli.commands.waiting import EXIT_ALL_SCORED, EXIT_INTERRUPTED
from cli.demo.report import Run, report
from cli.demo.run import as_document, play, where_to_look
from cli.demo.stage import Stage, StageOptions, open_stage

EXIT_INCOMPLETE = 1


def example_file() -> Path:
    """The list that comes with the project: below the working directory, else beside the code."""
    below = Path("examples/leads.csv")
    return below if below.exists() else Path(__file__).parents[2] / below


@click.command()
@click.option("--exit", "ends", is_flag=True, help="End by itself; exit code 0 only if every row has its one outcome.")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    default=example_file,
    show_default="examples/leads.csv",
    help="Another CSV file of leads.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Port of the API.")
@click.option(
    "--slots", type=click.IntRange(1, 1000), default=16, show_default=True, help="Calls in flight in a worker process."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout and nothing else.")
def demo(ends: bool, file: Path, port: int, slots: int, as_json: bool) -> None:
    """Start everything, score a made-up list of leads, show the best, and account for every row.

    Uses an `up` that already runs in this directory. A second run reuses what the first has paid for.
    """
    terminal = Terminal.of_process(as_json=as_json)
    with reported(terminal):
        try:
            code = _demo(terminal, file, StageOptions(port=port, call_slots=slots), ends=ends)
        except KeyboardInterrupt:
            terminal.note("Stopped.")
            code = EXIT_INTERRUPTED
    raise click.exceptions.Exit(code)


def _demo(terminal: Terminal, file: Path, options: StageOptions, *, ends: bool) -> int:
    with open_stage(options, say=lambda line: terminal.say(line, style="dim")) as stage:
        run = play(stage, terminal, file)
        if terminal.as_json:
            terminal.emit(as_document(run))
        else:
            terminal.out.print()
            terminal.out.print(report(run, width=terminal.out.width))
        code = EXIT_ALL_SCORED if run.accounting.complete else EXIT_INCOMPLETE
        if not ends:
            _serve(stage, terminal, run)
    return code


def _serve(stage: Stage, terminal: Terminal, run: Run) -> None:
    terminal.say("Look on", style="bold")
    for label, place in where_to_look(stage, run):
        # in one piece, so that a command can be copied
        terminal.say(f"  {label:<14} {place}")
    terminal.say("")
    if stage.is_ours:
        terminal.say("Serving until Ctrl-C.")
        stage.serve()
        terminal.say("Stopping.")
