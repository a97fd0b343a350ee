"""What the demo shows at its end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rich.console import Console

from cli.client.types import Cost, Counts, Failure, Flag, Job, NextQuestion, Result, Usage, Verdict
from cli.demo.outcomes import Accounting, tally
from cli.demo.report import Run, best_leads, report

LONG_NAME = "Müller und Söhne Maschinenbau- und Fördertechnik Gesellschaft mit beschränkter Haftung"


def lead(index: int, score: int | None, *, tier: str = "A", coverage: float = 1.0, company: str = "Acme") -> Result:
    verdict = Verdict(
        tier=tier,
        score=score,
        coverage=coverage,
        reasoning="Asks for a quote for three sites. " * 9,
        next_question=NextQuestion("Is there a budget for this year, and who signs off?"),
        flags=(Flag("asks_for_score"),) if index == 3 else (),
    )
    return Result(
        index=index,
        custom_id=f"row-{index}",
        status="succeeded",
        raw={},
        result=verdict,
        input={"company_name": company},
    )


def run_of(results: list[Result], *, cached: int = 0, calls: int = 6, gaps: tuple[str, ...] = ()) -> Run:
    scored = sum(result.scored for result in results)
    job = Job(
        id="j",
        status="completed",
        request_counts=Counts(total=len(results), succeeded=scored),
        raw={},
        simulated=True,
        cached=cached,
        usage=Usage(calls=calls),
        cost=Cost(Decimal("0.0042") * calls),
    )
    accounting = Accounting(rows=len(results) + 2, scored=scored, failed=len(results) - scored, skipped=2, gaps=gaps)
    return Run(job=job, results=results, accounting=accounting, tally=tally(results), newly_billed=calls)


def shown(run: Run, width: int = 120) -> str:
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(report(run, width=width))
    return captured.get()


RESULTS = [
    lead(0, 70),
    lead(1, 95, company=LONG_NAME),
    lead(2, 44, tier="disqualified"),
    lead(3, 95, coverage=0.5),
    lead(4, None, tier="open", coverage=0.0),
    Result(
        index=5, custom_id="row-5", status="failed", raw={}, error=Failure("provider_refused", "Refused.", "Mend it.")
    ),
]


class TestBestLeads:
    def test_are_ordered_by_score_then_by_how_much_is_known(self) -> None:
        assert [result.index for result in best_leads(RESULTS)] == [1, 3, 0]

    def test_are_ten_at_most(self) -> None:
        assert [result.index for result in best_leads(lead(n, 50) for n in range(30))] == list(range(10))


class TestReport:
    def test_counts_every_outcome_and_the_rows_that_they_add_up_to(self) -> None:
        lines = [" ".join(line.split()) for line in shown(run_of(RESULTS)).splitlines()]
        assert "in a tier 3 A 3" in lines
        assert "open 1 too little is known for a tier; what to ask is said" in lines
        assert "disqualified 1 a hard criterion of the profile rules them out" in lines
        assert "failed 1 1 provider_refused" in lines
        assert "refused 2 bad rows, named above by line and reason" in lines
        assert "rows 8 each has exactly one outcome" in lines
        assert "flagged 1 their text tries to instruct the model: a person should look" in lines
        assert "calls billed 6 $0.0252 at list price, the simulator billed 6 new calls" in lines

    def test_says_who_answered(self) -> None:
        assert "Simulator answers, no model was asked" in shown(run_of(RESULTS))

    def test_says_that_a_second_run_paid_nothing(self) -> None:
        lines = [" ".join(line.split()) for line in shown(run_of(RESULTS, cached=5, calls=0)).splitlines()]
        assert "reused 5 judged before by the same profile and model, at no cost" in lines
        assert "calls billed 0 $0, the simulator billed 0 new calls, nothing was paid twice" in lines

    def test_names_the_rows_that_are_missing(self) -> None:
        text = shown(run_of(RESULTS, gaps=tuple(f"line {n} (Acme): no outcome" for n in range(25))))
        assert "NOT all have exactly one outcome: 25 gaps" in text
        assert "line 19 (Acme): no outcome" in text
        assert "and 5 more" in text
        assert "line 20 " not in text

    @pytest.mark.parametrize("width", [80, 100, 120])
    def test_stays_within_the_terminal(self, width: int) -> None:
        lines = shown(run_of(RESULTS), width).splitlines()
        assert max(map(len, lines)) <= width
        assert len(lines) < 60

    def test_cuts_a_very_long_name_with_an_ellipsis(self) -> None:
        assert LONG_NAME not in " ".join(shown(run_of(RESULTS)).split())
        assert "und…" in shown(run_of(RESULTS))
