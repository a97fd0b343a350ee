"""Kill anything in the middle of a job: every lead has one result, and no call is paid twice but those in flight."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable

import pytest

from tests.doubles.stack import RunningStack, wait_for
from tests.faults.conftest import LEADS, LEASE_SECONDS, SLOTS, FaultRun

RECOVERY_SECONDS = 90.0


def check(run: FaultRun, *, most_repeated: int) -> None:
    """Every lead scored exactly once, and the bill within its bound."""
    wait_for(run.is_done, seconds=RECOVERY_SECONDS, what="every lead to have its result")
    account = run.account()
    print(f"{os.environ.get('PYTEST_CURRENT_TEST', '')}: billed {account.billed} for {LEADS} leads")
    assert dict(account.statuses) == {"succeeded": LEADS}
    assert account.results == dict.fromkeys(run.custom_ids, 1)
    assert LEADS <= account.billed <= LEADS + most_repeated
    twice = run.stack.query(
        "SELECT count(*) FROM (SELECT 1 FROM llm_calls WHERE class = 'ok' GROUP BY job_id, position"
        " HAVING count(*) > 1) repeated"
    )
    assert twice[0][0] <= most_repeated


class TestKill:
    def test_nothing(self, start: Callable[[], FaultRun]) -> None:
        check(start(), most_repeated=0)

    def test_a_worker(self, stack: RunningStack, start: Callable[[], FaultRun]) -> None:
        run = start()
        run.wait_until_running()
        os.kill(stack.pid("worker-bulk"), signal.SIGKILL)
        check(run, most_repeated=SLOTS)

    def test_valkey_and_its_data(self, stack: RunningStack, start: Callable[[], FaultRun]) -> None:
        run = start()
        run.wait_until_running()
        os.kill(stack.pid("valkey"), signal.SIGKILL)
        shutil.rmtree(stack.directory / "valkey" / "data", ignore_errors=True)
        check(run, most_repeated=SLOTS)

    def test_the_postmaster(self, stack: RunningStack, start: Callable[[], FaultRun]) -> None:
        run = start()
        run.wait_until_running()
        os.kill(stack.pid("postgres"), signal.SIGKILL)
        check(run, most_repeated=SLOTS)

    def test_beat(self, stack: RunningStack, start: Callable[[], FaultRun]) -> None:
        run = start()
        run.wait_until_running()
        os.kill(stack.pid("beat"), signal.SIGKILL)
        check(run, most_repeated=SLOTS)

    def test_everything_one_after_the_other(self, stack: RunningStack, start: Callable[[], FaultRun]) -> None:
        run = start()
        run.wait_until_running()
        for name in ("valkey", "worker-bulk", "postgres", "beat", "api"):
            os.kill(stack.pid(name), signal.SIGKILL)
            time.sleep(0.3)
        check(run, most_repeated=SLOTS)


class TestStop:
    def test_sigterm_repeats_no_call(self, stack: RunningStack, start: Callable[[], FaultRun]) -> None:
        run = start()
        run.wait_until_running()
        os.kill(stack.pid("worker-bulk"), signal.SIGTERM)
        check(run, most_repeated=0)


class TestTheCheckItself:
    def test_sees_the_loss_when_nothing_sweeps(self, stack: RunningStack, start: Callable[[], FaultRun]) -> None:
        """The known-bad variant: without the sweep, what a killed worker held is lost, and the check says so."""
        run = start()
        run.wait_until_running()
        beat = stack.pid("beat")
        os.kill(beat, signal.SIGSTOP)
        try:
            os.kill(stack.pid("worker-bulk"), signal.SIGKILL)
            with pytest.raises(AssertionError, match="every lead to have its result"):
                wait_for(run.is_done, seconds=LEASE_SECONDS + 15, what="every lead to have its result")
            assert run.unfinished() > 0
        finally:
            os.kill(beat, signal.SIGCONT)
        check(run, most_repeated=SLOTS)
