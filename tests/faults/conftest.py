"""One running stack for all fault tests, and an account of a job that trusts only outside ledgers."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.doubles.stack import RunningStack, running_stack, wait_for

LEADS = 2000
SLOTS = 50
LEASE_SECONDS = 5


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """The product with a provider that takes 200 ms, and a short lease so that recovery is quick."""
    directory: Path = tmp_path_factory.mktemp("stack")
    simulator = "--latency-ms-median 200 --latency-ms-p99 600 --ledger memory"
    with running_stack(
        directory,
        arguments=["--slots", str(SLOTS), "--simulator-args", simulator],
        environment={"LEASE_SECONDS": str(LEASE_SECONDS)},
    ) as running:
        yield running


@dataclass(frozen=True, slots=True)
class Account:
    """What came of a job: results a lead, and what the provider billed for it."""

    results: Counter[str]
    statuses: Counter[str]
    billed: int


class FaultRun:
    """A job of 2,000 new leads, followed from outside."""

    def __init__(self, stack: RunningStack) -> None:
        self.stack = stack
        self._billed_before = stack.ledger()["started"]
        run = uuid.uuid4().hex[:8]
        self.custom_ids = [f"{run}-{number}" for number in range(LEADS)]
        leads = [
            {
                "custom_id": custom_id,
                "company_name": f"Halden Works {custom_id}",
                "contact_email": f"person@{custom_id}.example",
                "notes": f"Visitor {custom_id}. They run three warehouses and lose a day a week to recounts.",
            }
            for custom_id in self.custom_ids
        ]
        answer = stack.api("POST", "/jobs", json={"leads": leads})
        assert answer.status_code == 202, answer.text
        self.path = f"/jobs/{answer.json()['id']}"

    def counts(self) -> dict[str, int]:
        """The job's counts now; empty while the API cannot reach its database."""
        try:
            answer = self.stack.api("GET", self.path)
        except requests.RequestException:
            return {}
        counts: dict[str, int] = answer.json()["request_counts"] if answer.status_code == 200 else {}
        return counts

    def unfinished(self) -> int:
        """Leads without a result."""
        counts = self.counts()
        return counts["queued"] + counts["in_progress"] if counts else LEADS

    def wait_until_running(self) -> None:
        """Wait until a fifth is done, and make sure that at least 500 are not."""
        wait_for(lambda: self.unfinished() <= LEADS * 0.8, seconds=60, what="the job to get going")
        assert self.unfinished() >= 500

    def is_done(self) -> bool:
        """Whether every lead has its result."""
        return self.counts() != {} and self.unfinished() == 0

    def account(self) -> Account:
        """Read every page of results, and the bill."""
        results: Counter[str] = Counter()
        statuses: Counter[str] = Counter()
        cursor = None
        while True:
            params = {"limit": "1000", **({"cursor": cursor} if cursor else {})}
            page = self.stack.api("GET", f"{self.path}/results", params=params).json()
            results.update(line["custom_id"] for line in page["data"])
            statuses.update(line["status"] for line in page["data"])
            cursor = page.get("next_cursor")
            if not cursor:
                break
        return Account(results, statuses, self.stack.ledger()["started"] - self._billed_before)


@pytest.fixture
def start(stack: RunningStack) -> Callable[[], FaultRun]:
    """Submit a new job."""
    return lambda: FaultRun(stack)
