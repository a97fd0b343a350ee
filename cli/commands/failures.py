"""Every failure of a command ends here: one sentence, its remedy, the bad rows, an exit code; never a stack trace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from rich.table import Table
from rich.text import Text

from cli.client.errors import EXIT_ERROR, ApiProblem, ClientError
from cli.client.problem import Problem
from cli.commands.terminal import Terminal
from cli.commands.text import plain
from shared.errors import Fault, SalesAgentError


@contextmanager
def reported(terminal: Terminal, *, stream: bool = False) -> Iterator[None]:
    """Turn an error of the block into a report on stderr and an exit code.

    With `--json` the error is one document on stdout too, except where stdout is a `stream` of results.
    """
    try:
        yield
    except ClientError as error:
        problem = error.problem if isinstance(error, ApiProblem) else None
        _report(terminal, error.message, remedy=error.remedy, problem=problem)
        document = {"code": error.code, "detail": error.message, **(problem.raw if problem else {})}
        code = error.exit_code
    except SalesAgentError as error:
        problem = Problem(status=0, code=error.code, title="", detail=error.detail, faults=error.faults)
        _report(terminal, error.detail, problem=problem)
        document = {"code": error.code, "detail": error.detail}
        code = EXIT_ERROR
    else:
        return
    if terminal.as_json and not stream:
        terminal.emit({"error": document})
    raise click.exceptions.Exit(code)


def _report(terminal: Terminal, message: str, *, remedy: str = "", problem: Problem | None = None) -> None:
    terminal.err.print(Text.assemble(("Error: ", "bold red"), plain(message)), soft_wrap=True)
    if problem is not None and problem.faults:
        terminal.err.print(faults_table(problem.faults))
        if problem.fault_count > len(problem.faults):
            terminal.note(f"and {problem.fault_count - len(problem.faults):,} more")
    if remedy:
        terminal.note(plain(remedy))


def faults_table(faults: Sequence[Fault], *, title: str | None = None) -> Table:
    """Every bad row: where it is (line and column of a CSV, pointer of JSON), the code and the sentence."""
    by_line = any(fault.row is not None for fault in faults)
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        header_style="bold",
        padding=(0, 2, 0, 0),
        pad_edge=False,
    )
    table.add_column("line" if by_line else "where", justify="right" if by_line else "left", no_wrap=by_line)
    if by_line:
        table.add_column("column", overflow="fold")
    table.add_column("code", no_wrap=True, style="yellow")
    table.add_column("what is wrong", overflow="fold")
    for fault in faults:
        where = (
            [Text(_place(fault))]
            if not by_line
            else [Text(str(fault.row or "")), Text(plain(fault.column or fault.pointer))]
        )
        table.add_row(*where, Text(plain(fault.code)), Text(plain(fault.detail)))
    return table


def _place(fault: Fault) -> str:
    return plain(fault.pointer or fault.column)
