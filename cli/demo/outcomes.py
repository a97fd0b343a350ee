"""Accounts for every row of a file: scored, failed by name or refused by name, exactly one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cli.client.types import Job, Result
from cli.demo.rows import FileRow
from shared.jobs.states import ENDED_ITEMS, ItemState

SPECIAL_TIERS = ("open", "disqualified")


@dataclass(frozen=True, slots=True)
class Accounting:
    """How many rows there were and what became of them; `gaps` names each row without exactly one outcome."""

    rows: int
    scored: int
    failed: int
    skipped: int
    gaps: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every row has its one outcome and the run scored anything at all."""
        return not self.gaps and self.scored > 0 and self.scored + self.failed + self.skipped == self.rows


@dataclass(frozen=True, slots=True)
class Tally:
    """Outcomes of accepted leads, counted."""

    by_tier: Counter[str] = field(default_factory=Counter)
    by_error: Counter[str] = field(default_factory=Counter)
    flagged: int = 0
    cached: int = 0


def account(rows: Sequence[FileRow], *, job: Job, results: Iterable[Result]) -> Accounting:
    """Hold the job and its results against the rows of the file.

    Accepted leads keep the order of the file, so the n-th row that was not refused is the result at index n.
    """
    gaps: list[str] = []
    refused = {fault.row for fault in job.skipped_faults if fault.row is not None}
    gaps += [
        f"line {line}: refused, but the file has no such row" for line in sorted(refused - {row.line for row in rows})
    ]
    gaps += [
        f"line {fault.row}: refused without a reason"
        for fault in job.skipped_faults
        if not (fault.code and fault.detail)
    ]
    accepted = [row for row in rows if row.line not in refused]
    if job.request_counts.total != len(accepted):
        gaps.append(f"{len(accepted)} rows of the file were not refused, the job counts {job.request_counts.total}")

    seen: dict[int, list[Result]] = {}
    for result in results:
        seen.setdefault(result.index, []).append(result)
    gaps += _gaps_of_rows(accepted, seen)
    gaps += [
        f"result {index}: belongs to no row of the file" for index in sorted(seen) if not 0 <= index < len(accepted)
    ]
    ids = Counter(result.custom_id for found in seen.values() for result in found)
    gaps += [f"lead {custom_id}: {times} results under one id" for custom_id, times in ids.items() if times > 1]

    ended = [found[0] for index, found in seen.items() if 0 <= index < len(accepted)]
    scored = sum(result.scored for result in ended)
    return Accounting(
        rows=len(rows),
        scored=scored,
        failed=sum(_named_failure(result) for result in ended),
        skipped=len(rows) - len(accepted),
        gaps=tuple(gaps),
    )


def _gaps_of_rows(accepted: Sequence[FileRow], seen: dict[int, list[Result]]) -> list[str]:
    gaps = []
    for index, row in enumerate(accepted):
        found = seen.get(index, [])
        where = f"line {row.line} ({row.label})"
        if not found:
            gaps.append(f"{where}: no outcome")
        elif len(found) > 1:
            gaps.append(f"{where}: {len(found)} outcomes")
        elif not (found[0].scored or _named_failure(found[0])):
            gaps.append(f"{where}: {found[0].status}, without a score and without a named failure")
    return gaps


def _named_failure(result: Result) -> bool:
    if result.scored or result.status not in ENDED_ITEMS:
        return False
    # cancelled and expired say in their state what happened; a failure has to say more
    return result.status != ItemState.SUCCEEDED and (
        result.status != ItemState.FAILED or bool(result.error and result.error.code)
    )


def tally(results: Iterable[Result]) -> Tally:
    """Count accepted leads by tier and by error code."""
    counted = Counter[str](), Counter[str]()
    flagged = cached = 0
    for result in results:
        if result.scored and result.result is not None:
            counted[0][result.result.tier] += 1
            flagged += bool(result.result.flags)
        else:
            counted[1][result.error.code if result.error else result.status] += 1
        cached += result.cached
    return Tally(by_tier=counted[0], by_error=counted[1], flagged=flagged, cached=cached)
