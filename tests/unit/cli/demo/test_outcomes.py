"""Every row has exactly one outcome, or the accounting names it."""

from __future__ import annotations

from typing import Any

import pytest

from cli.client.types import Counts, Failure, Flag, Job, Result, Skipped, Verdict
from cli.demo.outcomes import account, tally
from cli.demo.rows import FileRow

ROWS = [FileRow(2, "Acme"), FileRow(3, "Bolt"), FileRow(4, "no mail"), FileRow(5, "Dyna")]
REFUSED = {"row": 4, "column": "E-mail", "code": "invalid_email", "detail": "An address has one @."}


def job(total: int = 3, skipped: tuple[dict[str, Any], ...] = (REFUSED,)) -> Job:
    counts = Counts(total=total, succeeded=total)
    return Job(
        id="j",
        status="completed",
        request_counts=counts,
        raw={},
        skipped=Skipped(count=len(skipped), errors=[*skipped]),
    )


def scored(index: int, *, tier: str = "A", flags: tuple[Flag, ...] = (), cached: bool = False) -> Result:
    verdict = Verdict(tier=tier, score=80, flags=flags)
    return Result(index=index, custom_id=f"row-{index}", status="succeeded", raw={}, result=verdict, cached=cached)


def failed(index: int, code: str = "answer_invalid") -> Result:
    return Result(
        index=index, custom_id=f"row-{index}", status="failed", raw={}, error=Failure(code=code) if code else None
    )


class TestAccount:
    def test_is_complete_when_every_row_has_its_one_outcome(self) -> None:
        accounting = account(ROWS, job=job(), results=[scored(0), failed(1), scored(2)])
        assert accounting.complete
        assert (accounting.rows, accounting.scored, accounting.failed, accounting.skipped) == (4, 2, 1, 1)

    def test_two_faults_of_one_row_are_one_outcome(self) -> None:
        second = {**REFUSED, "column": "Web", "code": "invalid_website"}
        assert account(ROWS, job=job(skipped=(REFUSED, second)), results=[scored(i) for i in range(3)]).skipped == 1

    @pytest.mark.parametrize(
        ("results", "gap"),
        [
            ([scored(0), scored(1)], "line 5 (Dyna): no outcome"),
            ([scored(0), scored(0), scored(1), scored(2)], "line 2 (Acme): 2 outcomes"),
            (
                [scored(0), failed(1, ""), scored(2)],
                "line 3 (Bolt): failed, without a score and without a named failure",
            ),
            ([scored(0), scored(1), scored(2), scored(3)], "result 3: belongs to no row of the file"),
        ],
        ids=["missing", "doubled", "unnamed", "surplus"],
    )
    def test_names_a_row_without_exactly_one_outcome(self, results: list[Result], gap: str) -> None:
        accounting = account(ROWS, job=job(), results=results)
        assert gap in accounting.gaps
        assert not accounting.complete

    def test_a_success_without_a_judgement_is_no_outcome(self) -> None:
        hollow = Result(index=1, custom_id="row-1", status="succeeded", raw={})
        assert account(ROWS, job=job(), results=[scored(0), hollow, scored(2)]).gaps == (
            "line 3 (Bolt): succeeded, without a score and without a named failure",
        )

    def test_a_lead_still_under_way_has_no_outcome(self) -> None:
        under_way = Result(index=1, custom_id="row-1", status="in_progress", raw={})
        assert not account(ROWS, job=job(), results=[scored(0), under_way, scored(2)]).complete

    def test_finds_a_refusal_that_is_not_in_the_file(self) -> None:
        invented = {**REFUSED, "row": 40}
        accounting = account(ROWS, job=job(skipped=(REFUSED, invented)), results=[scored(i) for i in range(3)])
        assert accounting.gaps == ("line 40: refused, but the file has no such row",)

    def test_finds_a_refusal_without_a_reason(self) -> None:
        mute = {"row": 4, "code": "invalid_email", "detail": ""}
        assert account(ROWS, job=job(skipped=(mute,)), results=[scored(i) for i in range(3)]).gaps == (
            "line 4: refused without a reason",
        )

    def test_finds_a_job_that_counts_fewer_leads_than_the_file_has(self) -> None:
        accounting = account(ROWS, job=job(total=2), results=[scored(i) for i in range(3)])
        assert accounting.gaps == ("3 rows of the file were not refused, the job counts 2",)

    def test_finds_two_results_under_one_id(self) -> None:
        twin = Result(index=1, custom_id="row-0", status="succeeded", raw={}, result=Verdict(tier="A", score=1))
        assert account(ROWS, job=job(), results=[scored(0), twin, scored(2)]).gaps == (
            "lead row-0: 2 results under one id",
        )

    def test_is_not_complete_when_nothing_was_scored(self) -> None:
        assert not account(ROWS, job=job(), results=[failed(i) for i in range(3)]).complete


class TestTally:
    def test_counts_tiers_errors_flags_and_reuse(self) -> None:
        flag = Flag(code="ignore_instructions")
        counted = tally([scored(0, flags=(flag, flag)), scored(1, tier="open", cached=True), failed(2), failed(3)])
        assert counted.by_tier == {"A": 1, "open": 1}
        assert counted.by_error == {"answer_invalid": 2}
        assert (counted.flagged, counted.cached) == (1, 1)
