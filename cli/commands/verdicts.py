"""Tables of judged and of failed leads, for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from cli.client.types import Result, Verdict
from cli.commands.text import plain, shorten

WIDE = 110
WHY_LENGTH = 220
QUESTION_LENGTH = 160
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
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0), pad_edge=False, leading=1, expand=True)
    table.add_column("#", justify="right", no_wrap=True, style="dim")
    table.add_column("company", ratio=2 if wide else 3, overflow="fold")
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("tier", no_wrap=True)
    table.add_column("known", justify="right", no_wrap=True)
    table.add_column("why" if wide else "why, and what to ask next", ratio=4 if wide else 7, overflow="fold")
    if wide:
        table.add_column("ask next", ratio=3, overflow="fold")
    for result in results:
        if result.result is None:
            continue
        table.add_row(*_cells(result, result.result, wide=wide))
    return table


def _cells(result: Result, verdict: Verdict, *, wide: bool) -> Sequence[Text]:
    company = Text(shorten(result.company, 60))
    if verdict.flags:
        company.append("\n" + ", ".join(plain(flag.code) for flag in verdict.flags), style="magenta")
    why = Text(shorten(verdict.reasoning, WHY_LENGTH))
    question = shorten(verdict.next_question.question, QUESTION_LENGTH) if verdict.next_question else ""
    if not wide and question:
        why.append("\nAsk: " + question, style="cyan")
    cells = [
        Text(str(result.index + 1)),
        company,
        Text("-" if verdict.score is None else str(verdict.score), style="bold"),
        Text(plain(verdict.tier), style=TIER_STYLES.get(verdict.tier, "")),
        Text(percent(verdict.coverage)),
        why,
    ]
    return [*cells, Text(question, style="cyan")] if wide else cells


def failures_table(results: Iterable[Result]) -> Table:
    """One row a lead without a score: its state, the error's code, cause and what helps."""
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0), pad_edge=False, expand=True)
    table.add_column("#", justify="right", no_wrap=True, style="dim")
    table.add_column("company", ratio=2, overflow="fold")
    table.add_column("code", no_wrap=True, style="red")
    table.add_column("cause", ratio=3, overflow="fold")
    table.add_column("what helps", ratio=3, overflow="fold")
    for result in results:
        code = result.error.code if result.error else result.status
        cause, remedy = (result.error.message, result.error.remedy) if result.error else ("", "Submit it again.")
        cells = (str(result.index + 1), shorten(result.company, 60), plain(code), plain(cause), plain(remedy))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def percent(share: float) -> str:
    """A share of 0 to 1 as whole per cent."""
    return f"{share * 100:.0f} %"
