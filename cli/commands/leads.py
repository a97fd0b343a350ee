"""`sales-agent leads`: persons and companies with their current score."""

from __future__ import annotations

import click
from rich.text import Text

from cli.client.api import ApiClient
from cli.commands.options import api_command
from cli.commands.tables import list_table
from cli.commands.terminal import Terminal
from cli.commands.text import plain, shorten
from cli.commands.verdicts import TIER_STYLES

PAGE = 200
LONGEST_NAME = 40


@click.command()
@click.argument("words", nargs=-1)
@click.option("--tier", "tiers", multiple=True, help="Only this tier, `open` or `disqualified`; may be repeated.")
@click.option("--min-score", type=click.IntRange(0, 100), help="Only leads that score at least so much.")
@click.option("--max-score", type=click.IntRange(0, 100), help="Only leads that score at most so much.")
@click.option("--job", "job_id", type=click.UUID, metavar="JOB", help="Only leads as this job submitted them.")
@click.option("--since", metavar="TIME", help="Only leads scored then or later: RFC 3339, as in 2026-11-24T08:00:00Z.")
@click.option("--flagged", is_flag=True, help="Only leads whose text tries to instruct the model.")
@click.option(
    "--sort",
    type=click.Choice(["score", "scored", "time", "company"]),
    default="score",
    show_default=True,
    help="By what.",
)
@click.option("--limit", type=click.IntRange(min=1), help="At most so many; default: 50 as a table, all as JSON.")
@api_command(stream=True)
def leads(
    api: ApiClient,
    terminal: Terminal,
    *,
    words: tuple[str, ...],
    tiers: tuple[str, ...],
    sort: str,
    limit: int | None,
    flagged: bool,
    **filters: object,
) -> None:
    """List leads with their score, best first; all WORDS must be found in company, contact, e-mail or notes.

    \b
    Examples:
      sales-agent leads --tier A --limit 10
      sales-agent leads brewery --min-score 70
      sales-agent leads --tier A --json > tier-a.ndjson
    """
    params: dict[str, str | int | list[str]] = {
        name: str(value) for name, value in filters.items() if value is not None
    }
    params |= {"sort": sort, "order": "asc" if sort == "company" else "desc"}
    if words:
        params["q"] = " ".join(words)
    if tiers:
        params["tier"] = [*tiers]
    if flagged:
        params["flagged"] = "true"
    asked = limit or (None if terminal.as_json else 50)
    found = api.iter_pages("/leads", params, limit=asked, page=PAGE)
    if terminal.as_json:
        for lead in found:
            terminal.emit(lead)
        return
    table = list_table(">score", "tier", ">coverage", "company…", "contact…", "ask next…")
    for lead in found:
        tier, coverage = plain(lead.get("tier")), lead.get("coverage")
        question = lead.get("next_question")
        table.add_row(
            "-" if lead.get("score") is None else str(lead["score"]),
            Text(tier, style=TIER_STYLES.get(tier, "")),
            "" if coverage is None else f"{float(coverage) * 100:.0f} %",
            Text(shorten(lead.get("company_name"), LONGEST_NAME)),
            Text(shorten(lead.get("contact_name") or lead.get("contact_email"), LONGEST_NAME)),
            Text(shorten(question.get("question") if isinstance(question, dict) else question, 60)),
        )
    if table.row_count:
        terminal.out.print(table)
    else:
        terminal.note("No lead matches.")
    if limit is None and table.row_count == 50:
        terminal.note("These are the first 50; `--limit` shows more, `--json` all.")
