"""Files of results are sent while they are read: in short transactions, in little memory, and never cut off unseen."""

from __future__ import annotations

import tracemalloc
from decimal import Decimal
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from shared.database.errors import DatabaseConnectionError
from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.jobs import export
from shared.jobs.models import Job
from tests.integration.api.world import add_assessment, add_job, csv_rows


def path(job: Job, query: str) -> str:
    """Where the job's results are."""
    return f"/api/v1/jobs/{job.id}/results{query}"


def fill(uow: UnitOfWork, count: int) -> Job:
    """A job of so many scored leads, all with one assessment."""
    job = add_job(uow, total=count, queued=0, succeeded=count)
    assessment = add_assessment(uow, cost_usd=Decimal("0.001"))
    uow.session.execute(
        text("""
        INSERT INTO job_items (job_id, position, custom_id, input, identity, input_hash, state, assessment_id,
            completed_at)
        SELECT :job_id, n, 'row-' || n, jsonb_build_object('company_name', 'Company ' || n), 'company-' || n,
               sha256('x'), 'succeeded', :assessment_id, now() FROM generate_series(0, :last) AS n
        """),
        {"job_id": job.id, "assessment_id": assessment.id, "last": count - 1},
    )
    uow.session.commit()
    return job


class TestStream:
    def test_goes_over_batches_in_input_order_without_repeating_or_missing_one(
        self, client: FlaskClient, uow: UnitOfWork
    ) -> None:
        job = fill(uow, 2 * export.BATCH + 7)
        rows = csv_rows(client.get(path(job, "?format=csv")).data)
        assert [int(row["row"]) for row in rows] == list(range(1, 2 * export.BATCH + 8))

    def test_ends_where_the_last_batch_is_full(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = fill(uow, export.BATCH)
        assert len(client.get(path(job, "?format=ndjson")).data.splitlines()) == export.BATCH

    def test_holds_no_transaction_while_the_caller_reads(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = fill(uow, 3 * export.BATCH)
        chunks = iter(client.get(path(job, "?format=csv")).response)
        next(chunks), next(chunks)
        with unit_of_work() as other:
            open_ones = other.session.scalar(
                text("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")
            )
        assert open_ones == 0

    def test_shows_what_ended_ahead_of_it_meanwhile(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = fill(uow, 2 * export.BATCH)
        with unit_of_work() as later:
            later.session.execute(
                text("UPDATE job_items SET state = 'queued', assessment_id = NULL WHERE position IN (5, 1500)")
            )
        answer = client.get(path(job, "?format=ndjson"))
        chunks = iter(answer.response)
        first: Any = next(chunks)
        with unit_of_work() as later:
            later.session.execute(
                text("UPDATE job_items SET state = 'failed', error_code = 'answer_invalid' WHERE position IN (5, 1500)")
            )
        found = [orjson.loads(line)["index"] for chunk in (first, *chunks) for line in chunk.splitlines()]
        assert set(range(2 * export.BATCH)) - set(found) == {5}

    def test_that_loses_the_database_breaks_off_and_says_so_in_the_log(
        self,
        client: FlaskClient,
        uow: UnitOfWork,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        job = fill(uow, 2 * export.BATCH)
        real, calls = export.list_results, []

        def away(*args: Any, **options: Any) -> Any:
            calls.append(options)
            if len(calls) > 1:
                raise DatabaseConnectionError("The database is not reachable right now.")
            return real(*args, **options)

        monkeypatch.setattr(export, "list_results", away)
        answer = client.get(path(job, "?format=csv"))
        with pytest.raises(DatabaseConnectionError):
            answer.get_data()
        answer.close()
        events = {record.msg["event"]: record.msg for record in caplog.records if isinstance(record.msg, dict)}
        assert events["results_stream_broken"]["sent"] == export.BATCH
        assert events["http_request"]["complete"] is False

    def test_needs_no_more_memory_for_more_results(self, client: FlaskClient) -> None:
        def peak_bytes(count: int) -> int:
            with unit_of_work() as work:
                job = fill(work, count)
            tracemalloc.start()
            try:
                for _ in client.get(path(job, "?format=csv")).response:
                    pass
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        peak_bytes(export.BATCH)
        assert peak_bytes(6 * export.BATCH) < 1.5 * peak_bytes(2 * export.BATCH)
