"""Progress: honest about what is not known, and a function of the row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.jobs.models import Job
from shared.jobs.progress import Progress, progress_of, waiting_on
from shared.jobs.states import JobStatus, WaitingOn

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    """So long after the start."""
    return START + timedelta(seconds=seconds)


def job(**values: Any) -> Job:
    """A job of 1,000 leads that runs since START."""
    counts = {"succeeded": 0, "failed": 0, "cancelled": 0, "expired": 0}
    times = {"created_at": START, "started_at": START, "mark_at": START, "mark_ended": 0}
    return Job(**{"status": JobStatus.IN_PROGRESS, "total": 1000, **counts, **times, **values})


def running(ended: int, seconds: float, **values: Any) -> Progress:
    """The progress right after the last of so many results."""
    return progress_of(job(succeeded=ended, last_result_at=after(seconds), **values), now=after(seconds))


class TestPercent:
    @pytest.mark.parametrize(
        ("ended", "total", "percent"),
        [(0, 3, 0.0), (1, 3, 33.3), (2, 3, 66.6), (3, 3, 100.0), (99_999, 100_000, 99.9)],
    )
    def test_is_rounded_down_so_that_100_means_all(self, ended: int, total: int, percent: float) -> None:
        assert running(ended, 20, total=total).percent == percent

    def test_counts_every_way_to_end(self) -> None:
        progress = progress_of(job(total=10, succeeded=1, failed=2, cancelled=3, expired=4), now=START)
        assert (progress.ended, progress.percent) == (10, 100.0)


class TestRate:
    def test_is_unknown_before_the_first_result(self) -> None:
        assert progress_of(job(), now=after(5)).rate_per_minute is None

    def test_is_unknown_after_a_moment_in_which_everything_was_looked_up(self) -> None:
        assert running(1000, 0.000001, status=JobStatus.COMPLETED).rate_per_minute is None

    def test_counts_from_the_first_mark_at_first(self) -> None:
        progress = running(200, 20)
        assert (progress.rate_per_minute, progress.rate_seconds) == (600.0, 20)

    def test_counts_from_the_earlier_mark_later(self) -> None:
        marks = {"earlier_mark_at": after(60), "earlier_mark_ended": 300, "mark_at": after(90), "mark_ended": 400}
        progress = running(500, 120, **marks)
        assert (progress.rate_per_minute, progress.rate_seconds) == (200.0, 60)

    def test_of_an_ended_job_is_that_of_its_whole_run(self) -> None:
        marks = {"earlier_mark_at": after(60), "earlier_mark_ended": 990}
        progress = running(1000, 120, status=JobStatus.COMPLETED, **marks)
        assert (progress.rate_per_minute, progress.rate_seconds) == (500.0, 120)

    def test_does_not_count_leads_that_were_cancelled(self) -> None:
        assert running(100, 60, status=JobStatus.CANCELLED, cancelled=900).rate_per_minute == 100.0

    def test_does_not_change_while_nothing_ends(self) -> None:
        row = job(succeeded=200, last_result_at=after(20))
        assert progress_of(row, now=after(20)) == progress_of(row, now=after(79))


class TestEta:
    def test_is_what_is_left_at_this_rate(self) -> None:
        assert running(200, 20).eta_seconds == 80

    @pytest.mark.parametrize(("ended", "seconds"), [(29, 20), (200, 9.9)])
    def test_is_not_guessed_from_too_little(self, ended: int, seconds: float) -> None:
        assert running(ended, seconds).eta_seconds is None

    @pytest.mark.parametrize("status", [JobStatus.PAUSED, JobStatus.CANCELLING, JobStatus.COMPLETED])
    def test_is_told_of_running_jobs_only(self, status: JobStatus) -> None:
        assert running(200, 20, status=status).eta_seconds is None


class TestStalled:
    def test_after_a_minute_without_a_result(self) -> None:
        row = job(succeeded=200, last_result_at=after(20))
        assert not progress_of(row, now=after(79.9)).stalled
        stalled = progress_of(row, now=after(80))
        assert (stalled.stalled, stalled.rate_per_minute, stalled.eta_seconds) == (True, None, None)

    def test_when_nobody_took_the_job_up(self) -> None:
        waiting = job(status=JobStatus.QUEUED, started_at=None, mark_at=None)
        assert progress_of(waiting, now=after(61)).stalled

    @pytest.mark.parametrize(
        "status", [JobStatus.PAUSED, JobStatus.CANCELLING, JobStatus.CANCELLED, JobStatus.COMPLETED]
    )
    def test_is_never_said_of_a_job_that_need_not_move(self, status: JobStatus) -> None:
        assert not progress_of(job(status=status, succeeded=1, last_result_at=START), now=after(3600)).stalled


class TestWaitingOn:
    @pytest.mark.parametrize(
        ("values", "served", "due_in_seconds", "waits"),
        [
            ({"in_progress": 3}, True, None, WaitingOn.CALLS),
            ({"in_progress": 0}, True, -1, WaitingOn.QUEUE),
            ({"in_progress": 0}, True, 9, WaitingOn.RETRY),
            ({"in_progress": 3}, False, None, WaitingOn.WORKERS),
            ({"in_progress": 3, "status": JobStatus.CANCELLING}, False, None, WaitingOn.CALLS),
            ({"in_progress": 0, "status": JobStatus.CANCELLING}, True, -1, None),
            ({"in_progress": 3, "status": JobStatus.PAUSED}, True, None, None),
            ({"in_progress": 0, "status": JobStatus.COMPLETED}, False, None, None),
        ],
    )
    def test_names_what_holds_an_open_job_up(
        self, values: dict[str, Any], served: bool, due_in_seconds: int | None, waits: WaitingOn | None
    ) -> None:
        due = None if due_in_seconds is None else after(due_in_seconds)
        assert waiting_on(job(**values), served=served, next_due_at=due, now=START) == waits
