"""What the demo shows at its end: the best leads, every outcome counted, what it cost, where to look on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from cli.client.types import Job, Result
from cli.commands.text import count, money, plain
from cli.commands.verdicts import TIER_STYLES, verdicts_table
from cli.demo.outcomes import SPECIAL_TIERS, Accounting, Tally

BEST = 10
GAPS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the demo: the job, how its rows ended, and the calls that the simulator's own books gained."""

    job: Job
    results: Sequence[Result]
    accounting: Accounting
    tally: Tally
    newly_billed: int | None


def best_leads(results: Iterable[Result]) -> list[Result]:
    """The ten leads to call first: highest score, then best known, then as in the file."""
    ranked = [
        (-result.result.score, -result.result.coverage, result.index, result)
        for result in results
        if result.result is not None and result.result.score is not None and result.result.tier not in SPECIAL_TIERS
    ]
    return [result for *_, result in sorted(ranked, key=lambda entry: entry[:3])[:BEST]]


def report(run: Run, *, width: int) -> RenderableType:
    """The whole report, for a terminal of this width."""
    parts: list[RenderableType] = []
    best = best_leads(run.results)
    if best:
        by = " · Simulator answers, no model was asked" if run.job.simulated else f" · {plain(run.job.model)}"
        parts += [
            Rule(f"The {len(best)} leads to call first{by}", align="left"),
            verdicts_table(best, width=width),
            Text(""),
        ]
    parts += [Rule("Every row of the file", align="left"), outcomes_table(run), Text("")]
    if run.accounting.gaps:
        parts += [gaps(run.accounting), Text("")]
    return Group(*parts)


def outcomes_table(run: Run) -> Table:
    """Rows by outcome, which add up to the file; below them what was flagged, reused and paid."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for label, number, note in _outcomes(run):
        table.add_row(Text(label), Text(f"{number:,}"), note)
    table.add_row("rows", f"{run.accounting.rows:,}", _completeness(run.accounting), style="bold")
    table.add_row()
    for label, number, note in _costs(run):
        table.add_row(Text(label), Text(f"{number:,}"), note)
    return table


def _outcomes(run: Run) -> list[tuple[str, int, Text]]:
    accounting, tiers = run.accounting, run.tally.by_tier
    graded = {tier: number for tier, number in tiers.items() if tier not in SPECIAL_TIERS}
    errors = ", ".join(f"{number} {plain(code)}" for code, number in sorted(run.tally.by_error.items()))
    return [
        ("in a tier", sum(graded.values()), _tiers(graded)),
        _line("open", tiers["open"], "too little is known for a tier; what to ask is said"),
        _line("disqualified", tiers["disqualified"], "a hard criterion of the profile rules them out"),
        _line("failed", accounting.failed, errors),
        _line("refused", accounting.skipped, "bad rows, named above by line and reason"),
    ]


def _costs(run: Run) -> list[tuple[str, int, Text]]:
    return [
        _line("flagged", run.tally.flagged, "their text tries to instruct the model: a person should look"),
        _line("reused", run.job.cached, "judged before by the same profile and model, at no cost"),
        ("calls billed", run.job.usage.calls, _paid(run)),
    ]


def _line(label: str, number: int, note: str) -> tuple[str, int, Text]:
    """A count with its note, which says nothing where nothing was counted."""
    return label, number, Text(note if number else "")


def _tiers(graded: dict[str, int]) -> Text:
    parts = [Text(f"{plain(tier)} {graded[tier]}", style=TIER_STYLES.get(tier, "")) for tier in sorted(graded)]
    return Text(" · ").join(parts)


def _completeness(accounting: Accounting) -> Text:
    if accounting.complete:
        return Text("each has exactly one outcome", style="green")
    return Text(f"NOT all have exactly one outcome: {count(len(accounting.gaps), 'gap')}", style="bold red")


def _paid(run: Run) -> Text:
    job = run.job
    parts = [money(job.cost.actual_usd) + (" at list price" if job.simulated and job.cost.actual_usd else "")]
    if run.newly_billed is not None:
        parts.append(f"the simulator billed {count(run.newly_billed, 'new call')}")
    if job.cached and not job.usage.calls:
        parts.append("nothing was paid twice")
    return Text(", ".join(parts))


def gaps(accounting: Accounting) -> Text:
    """The rows without exactly one outcome, by name."""
    lines = [plain(gap) for gap in accounting.gaps[:GAPS_SHOWN]]
    if len(accounting.gaps) > GAPS_SHOWN:
        lines.append(f"and {len(accounting.gaps) - GAPS_SHOWN} more")
    return Text("\n".join(["Rows without exactly one outcome:", *(f"  {line}" for line in lines)]), style="red")
