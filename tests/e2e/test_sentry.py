"""API and workers in real processes report their failures, and nothing of any lead, to a collector on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from celery import Celery

from shared.queue.names import Queue
from shared.queue.transport import WORK_TASK
from tests.doubles.collector import Collector, running_collector
from tests.doubles.stack import RunningStack, running_stack, wait_for

MARKER = "Zyqmarker"
LEADS = [
    {"company_name": f"{MARKER} Works", "contact_email": f"robin@{MARKER}.example", "notes": f"{MARKER} counts stock."}
]


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with running_collector() as running:
        yield running


@pytest.fixture(scope="module")
def reporting(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[RunningStack]:
    """A stack with SENTRY_DSN; whatever was reported is searched for leads at its end."""
    with running_stack(tmp_path_factory.mktemp("reporting"), environment={"SENTRY_DSN": collector.dsn}) as running:
        yield running
        whole = "\n".join(collector.texts).lower()
    assert MARKER.lower() not in whole
    assert running.local["api_key"].split("_")[2] not in whole


def refuse(stack: RunningStack, table: str, column: str) -> None:
    """From now on a row of this table makes PostgreSQL fail and quote it."""
    connection = psycopg2.connect(stack.local["database_url"])
    with connection, connection.cursor() as cursor:
        cursor.execute(
            f"""CREATE OR REPLACE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no room for %', NEW.{column}; END $$;
                CREATE TRIGGER refuse BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"""
        )
    connection.close()


def allow(stack: RunningStack, table: str) -> None:
    connection = psycopg2.connect(stack.local["database_url"])
    with connection, connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER refuse ON {table}")
    connection.close()


def find_event(collector: Collector, **tags: str) -> dict[str, Any]:
    """The first event with these tags."""
    found: list[dict[str, Any]] = []

    def came() -> bool:
        found[:] = [event for event in collector.events if event["tags"].items() >= tags.items()]
        return bool(found)

    wait_for(came, seconds=30, what=f"an event with {tags}")
    return found[0]


class TestReports:
    def test_of_the_api_bear_the_request_id_of_the_answer(self, reporting: RunningStack, collector: Collector) -> None:
        refuse(reporting, "job_items", "input")
        try:
            answer = reporting.api("POST", f"/jobs?name={MARKER}", json={"leads": LEADS})
            if answer.status_code != 500:
                answer = reporting.api("POST", "/jobs", json={"leads": LEADS})
            assert answer.status_code == 500
        finally:
            allow(reporting, "job_items")
        event = find_event(collector, service="api", request_id=answer.json()["request_id"])
        assert event["exception"]["values"][-1]["type"] == "DatabaseStatementError"
        assert event["release"].startswith("sales-agent@")
        assert event["environment"] == "development"

    def test_of_a_task_come_through_celery(self, reporting: RunningStack, collector: Collector) -> None:
        """A message that none of ours would send."""
        broker = Celery(broker=reporting.local["redis_url"], set_as_current=False)
        broker.send_task(WORK_TASK, args=[f"{MARKER}@mail.example"], queue=Queue.BULK.value, ignore_result=True)
        broker.close()
        event = find_event(collector, service="worker")
        exception = event["exception"]["values"][-1]
        assert (exception["type"], exception["value"]) == ("ValueError", "")
        assert exception["mechanism"]["type"] == "celery"
        assert event["transaction"] == WORK_TASK
        assert any(frame["function"] == "work" for frame in exception["stacktrace"]["frames"])
        # once, though Celery's own line of it passes by as well
        assert len([one for one in collector.events if one["exception"]["values"][-1]["type"] == "ValueError"]) == 1

    def test_of_a_thread_bear_the_job(self, reporting: RunningStack, collector: Collector) -> None:
        """A row that PostgreSQL refuses fails its lead alone, and somebody hears of it."""
        refuse(reporting, "assessments", "criteria")
        try:
            job = reporting.api("POST", "/jobs", json={"leads": LEADS}).json()
            assert reporting.wait_for_job(job["id"])["outcome"] == "failed"
        finally:
            allow(reporting, "assessments")
        event = find_event(collector, service="worker", job_id=job["id"])
        assert event["exception"]["values"][-1]["type"] == "DatabaseStatementError"
