"""A job's world without processes: accept leads, work on them in this process with a scripted provider."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.jobs.accept import AcceptJob, accept_job
from shared.jobs.models import Job
from shared.jobs.process import WorkerProcess
from shared.jobs.result_repository import ResultRepository
from shared.leads.validate import RawRow, check_rows
from shared.settings import Settings
from tests.doubles.provider import MockCerebras
from tests.doubles.wake import RecordedWakes
from tests.integration.jobs.steps import Steps


def lead_rows(count: int, **fields: str) -> list[RawRow]:
    """`count` different leads of invented companies."""
    return [
        RawRow(
            fields={
                "company_name": f"Company Number {index}",
                "contact_email": f"person{index}@company{index}.example",
                "notes": f"Asked about stock counts in warehouse {index}.",
                **fields,
            },
            row=None,
            index=index,
        )
        for index in range(count)
    ]


@pytest.fixture
def accept(empty_database: Settings, wakes: RecordedWakes) -> Callable[..., Job]:
    """Accept a job of invented leads, or of the given rows."""

    def run(count: int = 3, *, rows: list[RawRow] | None = None) -> Job:
        checked = check_rows(rows if rows is not None else lead_rows(count))
        assert checked.bad == []
        with unit_of_work() as uow:
            return accept_job(
                uow, AcceptJob(leads=checked.good, request_id="req-test"), settings=empty_database, wake=wakes
            )

    return run


@pytest.fixture
def process_with(
    empty_database: Settings, mock_cerebras: MockCerebras, wakes: RecordedWakes
) -> Iterator[Callable[..., WorkerProcess]]:
    """Start a worker process in this one; all are stopped at the end."""
    started: list[WorkerProcess] = []

    def run(**changes: Any) -> WorkerProcess:
        settings = empty_database.model_copy(update={"WORKER_CALL_SLOTS": 4, "SLICE_SECONDS": 5.0, **changes})
        process = WorkerProcess(
            settings,
            uow_factory=unit_of_work,
            client=mock_cerebras,
            wake=wakes,
            queues=["bulk"],  # type: ignore[arg-type]
        )
        started.append(process)
        return process

    yield run
    mock_cerebras.gate.set()
    for process in started:
        process.stop(grace_seconds=5.0)


@pytest.fixture
def process(process_with: Callable[..., WorkerProcess]) -> WorkerProcess:
    """A worker process with four call slots."""
    return process_with()


@pytest.fixture
def steps(empty_database: Settings, wakes: RecordedWakes, process: WorkerProcess, accept: Callable[..., Job]) -> Steps:
    """The steps of a job, one by one."""
    return Steps(empty_database, wakes, process, accept)


def wait_until(condition: Callable[[], bool], *, seconds: float = 10.0) -> None:
    """Poll until the condition holds; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.01)


def job_row(session: Session, job_id: uuid.UUID) -> Any:
    """The job as it is committed now."""
    session.rollback()
    return session.execute(text("SELECT * FROM jobs WHERE id = :id"), {"id": job_id}).one()


def item_rows(session: Session, job_id: uuid.UUID) -> list[Any]:
    """The job's items as they are committed now, in input order."""
    session.rollback()
    return list(session.execute(text("SELECT * FROM job_items WHERE job_id = :id ORDER BY position"), {"id": job_id}))


def call_rows(session: Session) -> list[Any]:
    """The ledger, oldest first."""
    session.rollback()
    return list(session.execute(text("SELECT *, class AS answer_class FROM llm_calls ORDER BY id")))


def states(session: Session, job: Job) -> Counter[str]:
    """How many items are in which state."""
    return Counter(item.state for item in item_rows(session, job.id))


def assert_counters_are_the_items(session: Session, job: Job) -> None:
    """The job's counters are what its items say."""
    row, found = job_row(session, job.id), states(session, job)
    names = ("queued", "in_progress", "succeeded", "failed", "cancelled", "expired")
    assert {name: getattr(row, name) for name in names} == {name: found[name] for name in names}


def assert_calls_are_the_results(session: Session, job: Job) -> None:
    """The job's usage is what its results say of their calls, all together."""
    row = job_row(session, job.id)
    used = ResultRepository(session).sum_usage(job.id, range(job.total)).values()
    session.rollback()
    for name in ("calls", "prompt_tokens", "completion_tokens", "cached_tokens", "cost_usd"):
        assert (name, getattr(row, name)) == (name, sum(getattr(each, name) for each in used))
