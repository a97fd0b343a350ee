"""Tables of judged and of failed leads, for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.table import Table
from rich.text import Text

from cli.client.types import Result, Verdict
from cli.commands.text import plain, shorten

WIDE = 110
COMPANY_LENGTH = 48
TIER_STYLES: Mapping[str, str] = {
    "A": "bold green",
    "B": "green",
    "C": "yellow",
    "D": "dim",
    "disqualified": "red",
    "open": "cyan",
}


def verdicts_table(results: Iterable[Result], *, width: int) -> Table:
    """One row a judged lead; below 110 columns why and what to ask next share one cell."""
    wide = width >= WIDE
    table = _table()
    table.add_column("company", ratio=2 if wide else 3, overflow="fold")
    table.add_column("score", justify="right", no_wrap=True, style="bold")
    table.add_column("tier", no_wrap=True)
    table.add_column("coverage", justify="right", no_wrap=True)
    table.add_column("why" if wide else "why, and what to ask next", ratio=4 if wide else 7, overflow="fold")
    if wide:
        table.add_column("ask next", ratio=3, overflow="fold", style="cyan")
    for result in results:
        if result.result is not None:
            table.add_row(*_verdict_cells(result, result.result, wide=wide))
    return table


def _verdict_cells(result: Result, verdict: Verdict, *, wide: bool) -> list[Text]:
    company = Text(shorten(result.company, COMPANY_LENGTH))
    if verdict.flags:
        company.append("\nflagged", style="magenta")
    why = Text(shorten(verdict.reasoning, 150 if wide else 110))
    question = shorten(verdict.next_question.question, 120 if wide else 100) if verdict.next_question else ""
    if not wide and question:
        why.append(f"\nAsk: {question}", style="cyan")
    cells = [
        Text(str(result.index + 1)),
        company,
        Text("-" if verdict.score is None else str(verdict.score)),
        Text(plain(verdict.tier), style=TIER_STYLES.get(verdict.tier, "")),
        Text(f"{verdict.coverage * 100:.0f} %"),
        why,
    ]
    return [*cells, Text(question)] if wide else cells


def failures_table(results: Iterable[Result], *, width: int) -> Table:
    """One row a lead without a score: the error's code, the cause and what helps."""
    wide = width >= WIDE
    table = _table()
    table.add_column("company", ratio=2 if wide else 3, overflow="fold")
    table.add_column("code", no_wrap=True, style="red")
    table.add_column("cause" if wide else "cause, and what helps", ratio=3 if wide else 4, overflow="fold")
    if wide:
        table.add_column("what helps", ratio=3, overflow="fold", style="cyan")
    for result in results:
        failure = result.error
        cause = Text(plain(failure.message) if failure else "")
        remedy = plain(failure.remedy) if failure else "Submit it again."
        if not wide and remedy:
            cause.append(f"\n{remedy}" if cause else remedy, style="cyan")
        code = Text(plain(failure.code if failure else result.status))
        cells = [Text(str(result.index + 1)), Text(shorten(result.company, COMPANY_LENGTH)), code, cause]
        table.add_row(*([*cells, Text(remedy)] if wide else cells))
    return table


def _table() -> Table:
    # an empty line below each row keeps leads apart where cells have several lines
    table = Table(box=None, header_style="bold", padding=(0, 2, 1, 0), pad_edge=False, expand=True)
    table.add_column("#", justify="right", no_wrap=True, style="dim")
    return table
