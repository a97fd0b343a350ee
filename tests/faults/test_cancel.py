"""Cancel a job in the middle, with every process real: what is paid for is kept, and nothing more is bought."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from tests.doubles.stack import RunningStack, wait_for
from tests.faults.conftest import LEADS, LEASE_SECONDS, SLOTS, FaultRun

END_SECONDS = 60.0


def cancel(run: FaultRun) -> dict[str, int]:
    """Cancel the job; its counts in the answer, and no call begins that was not claimed by then."""
    answer = run.stack.api("POST", f"{run.path}/cancel")
    assert answer.status_code == 202, answer.text
    assert answer.json()["status"] == "cancelling"
    counts: dict[str, int] = answer.json()["request_counts"]
    return counts


def check(run: FaultRun, counts: dict[str, int]) -> None:
    """Every lead has one result, the sums are right, and the bill is what was done and in flight at the cancel."""
    job = run.stack.wait_for_job(run.path.removeprefix("/jobs/"), seconds=END_SECONDS)
    assert (job["status"], job["outcome"]) == ("cancelled", "partial")
    ended = job["request_counts"]
    account = run.account()
    assert account.results == dict.fromkeys(run.custom_ids, 1)
    assert account.statuses == {"succeeded": ended["succeeded"], "cancelled": ended["cancelled"]}
    assert ended["succeeded"] + ended["cancelled"] == LEADS
    assert ended["succeeded"] <= counts["succeeded"] + counts["in_progress"]
    # the provider began no more than what was done or in a worker's hands when the cancel was answered
    assert account.billed <= counts["succeeded"] + counts["in_progress"]
    open_calls = run.stack.query("SELECT count(*) FROM llm_calls WHERE ended_at IS NULL")
    assert open_calls == [(0,)]


class TestCancel:
    def test_bills_what_was_done_or_in_flight_and_no_more(self, start: Callable[[], FaultRun]) -> None:
        run = start()
        run.wait_until_running()
        counts = cancel(run)
        check(run, counts)
        done = run.counts()["succeeded"]
        assert run.account().billed == done
        # every call that had begun was kept: at most the slots, and not the leads that were claimed ahead of them
        assert counts["succeeded"] < done <= counts["succeeded"] + SLOTS

    def test_a_worker_killed_meanwhile_does_not_keep_it_open(
        self, stack: RunningStack, start: Callable[[], FaultRun]
    ) -> None:
        run = start()
        run.wait_until_running()
        counts = cancel(run)
        os.kill(stack.pid("worker-bulk"), signal.SIGKILL)
        check(run, counts)


class TestTheCheckItself:
    def test_sees_a_cancel_that_does_not_end_when_nothing_sweeps(
        self, stack: RunningStack, start: Callable[[], FaultRun]
    ) -> None:
        """The known-bad variant: what a killed worker held is ended by the sweep alone."""
        run = start()
        run.wait_until_running()
        beat = stack.pid("beat")
        os.kill(beat, signal.SIGSTOP)
        try:
            os.kill(stack.pid("worker-bulk"), signal.SIGKILL)
            counts = cancel(run)
            with pytest.raises(AssertionError, match="every lead to have its result"):
                wait_for(run.is_done, seconds=LEASE_SECONDS + 5, what="every lead to have its result")
            assert run.counts()["queued"] == 0
            assert run.unfinished() > 0
        finally:
            os.kill(beat, signal.SIGCONT)
        check(run, counts)
