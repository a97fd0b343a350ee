"""Pause, kill the worker, resume, cancel another job, retry its leads: every process real, and some leads failing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.stack import RunningStack, running_stack, wait_for
from tests.faults.conftest import LEADS, LEASE_SECONDS, SLOTS, FaultRun

END_SECONDS = 90.0
# the share of the leads that the provider's content filter refuses; the next time it may take them
REFUSED = 0.05


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """As for the other fault tests, with a provider that refuses some leads."""
    directory: Path = tmp_path_factory.mktemp("stack")
    simulator = f"--latency-ms-median 200 --latency-ms-p99 600 --ledger memory --error-share filtered={REFUSED}"
    with running_stack(
        directory,
        arguments=["--slots", str(SLOTS), "--simulator-args", simulator],
        environment={"LEASE_SECONDS": str(LEASE_SECONDS)},
    ) as running:
        yield running


def read(stack: RunningStack, path: str) -> dict[str, Any]:
    """The job as it is answered now."""
    body: dict[str, Any] = stack.api("GET", path).json()
    return body


def tell(stack: RunningStack, path: str, deed: str, **body: Any) -> dict[str, Any]:
    """Do something to a job; the answer, which must be 202."""
    answer = stack.api("POST", f"{path}/{deed}", **({"json": body} if body else {}))
    assert answer.status_code == 202, answer.text
    said: dict[str, Any] = answer.json()
    return said


def statuses(stack: RunningStack, job_id: str) -> dict[str, str]:
    """custom_id → how the lead stands, of every lead of a job, straight from the table."""
    return dict(stack.query(f"SELECT custom_id, state FROM job_items WHERE job_id = '{job_id}'"))  # noqa: S608 - our id


def deeds(stack: RunningStack, path: str) -> list[tuple[str, str, str]]:
    """(action, who, what kind of actor) of a job's events, oldest first; their times must be in that order."""
    events = stack.api("GET", f"{path}/events").json()["data"][::-1]
    times = [datetime.fromisoformat(event["at"]) for event in events]
    assert times == sorted(times)
    return [(event["action"], event["actor"], event["actor_kind"]) for event in events]


def pause_and_kill(stack: RunningStack, run: FaultRun) -> dict[str, Any]:
    """Pause the job in the middle and kill its worker at once; what the pause answered."""
    run.wait_until_running()
    paused = tell(stack, run.path, "pause")
    assert (paused["status"], paused["status_reason"]) == ("paused", "by_user")
    os.kill(stack.pid("worker-bulk"), signal.SIGKILL)
    return paused


def comes_to_rest(stack: RunningStack, run: FaultRun) -> None:
    """Wait until nothing of the job is in progress any more."""
    wait_for(lambda: run.counts().get("in_progress") == 0, seconds=LEASE_SECONDS + 10, what="the paused job to rest")
    assert read(stack, run.path)["status"] == "paused"


class TestControl:
    def test_every_lead_ends_as_the_states_say_and_the_trail_shows_who_and_when(
        self, stack: RunningStack, start: Callable[[], FaultRun]
    ) -> None:
        first = start()
        paused = pause_and_kill(stack, first)
        comes_to_rest(stack, first)
        at_rest = first.counts()
        billed = stack.ledger()["started"]
        wait_for(lambda: stack.api("GET", "/ready").status_code == 200, seconds=30, what="another worker")
        assert stack.ledger()["started"] == billed
        # the job that is paused stands still while another runs
        second = start()
        second.wait_until_running()
        cancelled = tell(stack, second.path, "cancel")
        second_job = stack.wait_for_job(cancelled["id"], seconds=END_SECONDS)
        assert first.counts() == at_rest
        kept = at_rest["succeeded"] + at_rest["failed"]
        # it began nothing after the pause: what ended since was in progress in its answer
        assert kept <= LEADS - paused["request_counts"]["queued"]
        late = f"job_id = '{paused['id']}' AND started_at > '{paused['paused_at']}'"
        assert stack.query(f"SELECT count(*) FROM llm_calls WHERE {late}") == [(0,)]  # noqa: S608 - as answered
        resumed = tell(stack, first.path, "resume")
        assert (resumed["status"], resumed["paused_at"]) == ("in_progress", None)
        first_job = stack.wait_for_job(paused["id"], seconds=END_SECONDS)
        self._check_first(stack, first, first_job)
        self._check_second(stack, second, second_job)

    def _check_first(self, stack: RunningStack, run: FaultRun, job: dict[str, Any]) -> None:
        """The paused job: each lead once, none paid twice but those that the dead worker held."""
        assert (job["status"], job["outcome"]) == ("completed", "partial")
        account = run.account()
        assert account.results == dict.fromkeys(run.custom_ids, 1)
        assert account.statuses["succeeded"] + account.statuses["failed"] == LEADS
        assert 0 < account.statuses["failed"] < LEADS * REFUSED * 2
        twice = (
            "SELECT count(*) FROM (SELECT 1 FROM llm_calls WHERE class IN ('ok', 'refused')"  # noqa: S608 - our id
            f" AND job_id = '{job['id']}' GROUP BY position HAVING count(*) > 1) repeated"
        )
        assert stack.query(twice) == [(0,)]
        unanswered = f"SELECT count(*) FROM llm_calls WHERE class = 'unanswered' AND job_id = '{job['id']}'"  # noqa: S608
        assert 0 < stack.query(unanswered)[0][0] <= SLOTS * 1.5
        name = stack.api("GET", "/session").json()["name"]
        assert deeds(stack, run.path) == [("job.pause", name, "key"), ("job.resume", name, "key")]

    def _check_second(self, stack: RunningStack, run: FaultRun, job: dict[str, Any]) -> None:
        """The cancelled job, and the two that try its leads again."""
        assert (job["status"], job["outcome"]) == ("cancelled", "partial")
        old = statuses(stack, job["id"])
        assert set(old) == set(run.custom_ids)
        assert set(old.values()) == {"succeeded", "failed", "cancelled"}
        retry = tell(stack, run.path, "retry")
        self._check_retry(stack, retry, of=job, leads={lead for lead, state in old.items() if state == "failed"})
        rest = tell(stack, run.path, "retry", statuses=["cancelled"])
        self._check_retry(stack, rest, of=job, leads={lead for lead, state in old.items() if state == "cancelled"})
        assert statuses(stack, job["id"]) == old
        assert read(stack, run.path)["retried_by"] == [retry["id"], rest["id"]]
        name = stack.api("GET", "/session").json()["name"]
        trail = ["job.cancel", "job.retry", "job.retry"]
        assert deeds(stack, run.path) == [(action, name, "key") for action in trail]

    def _check_retry(self, stack: RunningStack, retry: dict[str, Any], *, of: dict[str, Any], leads: set[str]) -> None:
        job = stack.wait_for_job(retry["id"], seconds=END_SECONDS)
        assert (job["status"], job["retry_of"], job["profile"]) == ("completed", of["id"], of["profile"])
        found = statuses(stack, job["id"])
        assert set(found) == leads
        assert set(found.values()) <= {"succeeded", "failed"}
        # a refusal is drawn anew, so a retry brings scores
        assert list(found.values()).count("succeeded") > len(leads) / 2


class TestTheCheckItself:
    def test_sees_a_paused_job_that_does_not_come_to_rest_when_nothing_sweeps(
        self, stack: RunningStack, start: Callable[[], FaultRun]
    ) -> None:
        """The known-bad variant: what the killed worker held comes back by the sweep alone."""
        run = start()
        beat = stack.pid("beat")
        os.kill(beat, signal.SIGSTOP)
        try:
            pause_and_kill(stack, run)
            with pytest.raises(AssertionError, match="the paused job to rest"):
                comes_to_rest(stack, run)
        finally:
            os.kill(beat, signal.SIGCONT)
        comes_to_rest(stack, run)
        tell(stack, run.path, "cancel")
