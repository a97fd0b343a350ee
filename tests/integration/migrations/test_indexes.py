"""The queries that people wait for use their indexes: asked of PostgreSQL itself, on what the product really sends."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import UnitOfWork
from shared.insights.repository import InsightRepository
from shared.jobs.read import list_jobs
from shared.jobs.recent import RecentRepository
from shared.jobs.repository import JobRepository
from shared.jobs.states import OPEN_JOBS, JobStatus
from shared.leads.index import index_leads
from shared.leads.order import LeadSort
from shared.leads.read import LeadFilter, count_tiers, list_leads
from shared.queue.names import Queue

COMPOSITE = "ix_leads_qualification_score_created_at"

# 5,000 leads, a tenth of them without a score
FILL = """
INSERT INTO leads (id, identity, company_name, notes, qualification_score, tier, submitted_at, source_job_id,
                   source_position)
SELECT gen_random_uuid(), 'company-' || n, 'Alder Freight ' || n,
       repeat('Runs three warehouses, lease ends in March. ', 10), CASE WHEN n % 10 = 0 THEN NULL ELSE n % 101 END, 'B',
       now(), gen_random_uuid(), n
FROM generate_series(1, 5000) AS n
"""


def plan_of(session: Session, query: LeadFilter, sort: LeadSort = LeadSort.SCORE) -> str:
    """How PostgreSQL would answer the first statement that listing these leads sends."""
    return plans_of(session, lambda: list_leads(UnitOfWork(session), query, limit=50, sort=sort))[0]


def plans_of(session: Session, act: Callable[[], object]) -> list[str]:
    """How PostgreSQL would answer each statement that this sends."""
    sent: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        sent.append((statement, parameters))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return [
        "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())
        for statement, parameters in sent
        if statement.lstrip().startswith(("SELECT", "WITH"))
    ]


# 20,000 jobs over two years, of which 20 have not ended
JOBS = """
INSERT INTO profiles (id, name, active_number) VALUES (:id, 'p', 1);
INSERT INTO profile_versions (id, profile_id, number, content, content_hash) VALUES (:id, :id, 1, '{}', sha256('p'));
INSERT INTO jobs (id, queue, profile_version_id, provider, model, request_id, status, outcome, total, queued, succeeded,
                  created_at, completed_at)
SELECT gen_random_uuid(), 'bulk', :id, 'cerebras', 'm', 'r', CASE WHEN open THEN 'queued' ELSE 'completed' END,
       CASE WHEN NOT open THEN 'succeeded' END, 9, CASE WHEN open THEN 9 ELSE 0 END, CASE WHEN open THEN 0 ELSE 9 END,
       at, CASE WHEN NOT open THEN at + interval '10 minutes' END
FROM (SELECT n % 1000 = 0 AS open, now() - n * interval '52 minutes' AS at FROM generate_series(1, 20000) AS n) AS made;
ANALYZE jobs
"""


@pytest.fixture
def many_jobs(db_session: Session) -> Session:
    """A session that sees 20,000 jobs, with PostgreSQL's statistics of them."""
    for statement in JOBS.split(";"):
        db_session.execute(text(statement), {"id": uuid.UUID(int=1)})
    return db_session


@pytest.fixture
def many_leads(db_session: Session) -> Session:
    """A session that sees 5,000 leads, with PostgreSQL's statistics of them."""
    db_session.execute(text(FILL))
    db_session.execute(text("INSERT INTO lead_texts_due SELECT id FROM leads"))
    index_leads(UnitOfWork(db_session), limit=5000)
    # as vacuum leaves it: entries that wait in a list of their own are read one by one
    db_session.execute(text("SELECT gin_clean_pending_list('ix_lead_texts_body')"))
    db_session.execute(text("ANALYZE leads, lead_texts"))
    return db_session


class TestLeadsByScore:
    @pytest.mark.parametrize(
        "query",
        [LeadFilter(min_score=95), LeadFilter(min_score=20, max_score=40), LeadFilter()],
        ids=["the best", "a range", "all by score"],
    )
    def test_come_in_order_out_of_the_composite_index(self, many_leads: Session, query: LeadFilter) -> None:
        plan = plan_of(many_leads, query)
        assert f"Index Scan Backward using {COMPOSITE}" in plan
        # the index lacks only the id, which parts leads of one moment
        assert "Incremental Sort" in plan

    def test_are_all_found_and_sorted_first_without_it(self, many_leads: Session) -> None:
        """The check can fail: with the index gone, the plan says so."""
        many_leads.execute(text(f"DROP INDEX {COMPOSITE}"))
        plan = plan_of(many_leads, LeadFilter(min_score=20, max_score=40))
        assert "Incremental Sort" not in plan
        assert "->  Sort" in plan


class TestLeadsByTime:
    def test_read_the_index_on_time(self, many_leads: Session) -> None:
        assert "ix_leads_created_at_id" in plan_of(many_leads, LeadFilter(), LeadSort.TIME)


class TestLeadsByWords:
    @pytest.mark.parametrize("words", [["4321"], ["freight", "4321"]])
    def test_read_the_index_of_trigrams(self, many_leads: Session, words: list[str]) -> None:
        assert "Bitmap Index Scan on ix_lead_texts_body" in plan_of(many_leads, LeadFilter(words=words))
        (counting,) = plans_of(many_leads, lambda: count_tiers(UnitOfWork(many_leads), LeadFilter(words=words)))
        assert "Bitmap Index Scan on ix_lead_texts_body" in counting

    def test_that_nearly_all_have_are_read_in_the_order_of_the_page(self, many_leads: Session) -> None:
        plan = plan_of(many_leads, LeadFilter(words=["alder"]))
        assert COMPOSITE in plan
        assert "Bitmap Index Scan on ix_lead_texts_body" not in plan


class TestOpenJobs:
    @pytest.mark.parametrize("statuses", [OPEN_JOBS, {JobStatus.QUEUED}], ids=["all", "some"])
    def test_are_read_by_their_own_index(self, many_jobs: Session, statuses: Collection[JobStatus]) -> None:
        (plan,) = plans_of(many_jobs, lambda: list_jobs(UnitOfWork(many_jobs), limit=50, statuses=statuses))
        assert "ix_jobs_open_created_at_id" in plan
        assert "Seq Scan on jobs" not in plan

    def test_are_searched_among_all_without_it(self, many_jobs: Session) -> None:
        """The check can fail: with the index gone, the plan walks every job ever made."""
        many_jobs.execute(text("DROP INDEX ix_jobs_open_created_at_id"))
        (plan,) = plans_of(many_jobs, lambda: list_jobs(UnitOfWork(many_jobs), limit=50, statuses=OPEN_JOBS))
        assert "Seq Scan on jobs" in plan or "Scan Backward using ix_jobs_created_at_id" in plan

    def test_are_all_that_are_found(self, many_jobs: Session) -> None:
        found = list_jobs(UnitOfWork(many_jobs), limit=50, statuses=OPEN_JOBS)
        assert [view.job.status for view in found] == ["queued"] * 20

    def test_are_what_the_workers_ask_for_too(self, many_jobs: Session) -> None:
        jobs = JobRepository(many_jobs)
        plans = [
            *plans_of(many_jobs, jobs.list_to_cancel),
            *plans_of(many_jobs, lambda: jobs.list_to_wake(quiet_seconds=1)),
            *plans_of(many_jobs, lambda: RecentRepository(many_jobs).get_backlog(Queue.BULK)),
        ]
        assert len(plans) == 3
        for plan in plans:
            assert "ix_jobs_open_created_at_id" in plan


class TestSummary:
    def test_reads_no_more_jobs_than_its_moments_concern(self, many_jobs: Session) -> None:
        now = datetime.now(UTC)
        insights = InsightRepository(many_jobs)
        plans = plans_of(many_jobs, lambda: insights.sum_jobs(since=now - timedelta(days=1), month=now.replace(day=1)))
        stands, younger, over_since, ended, cost_since, over_month, cost_month = plans
        assert "ix_jobs_open_created_at_id" in stands
        assert "ix_jobs_created_at_id" in younger
        for over in (over_since, over_month):
            assert "ix_jobs_open_created_at_id" in over
            assert "ix_jobs_ended" in over
        for plan in (stands, younger, over_since, over_month, ended, cost_since, cost_month):
            assert "Seq Scan on jobs" not in plan

    def test_reads_indexes_by_time(self, many_leads: Session) -> None:
        insights = InsightRepository(many_leads)
        hour_ago = datetime.now(UTC) - timedelta(hours=1)
        asked: dict[str, Callable[[], object]] = {
            "ix_job_items_ended": insights.list_minutes,
            "ix_leads_qualified_at": lambda: insights.list_scores(since=hour_ago),
            "ix_llm_calls_started_at": lambda: insights.get_calls("cerebras", within_seconds=300),
        }
        many_leads.execute(text("SET LOCAL enable_seqscan = off"))
        for index, act in asked.items():
            (plan,) = plans_of(many_leads, act)
            assert index in plan
        (plan,) = plans_of(many_leads, lambda: insights.count_failed(since=hour_ago, retryable=["provider_quota"]))
        assert "ix_job_items_ended" in plan
        assert "error_code IS NOT NULL" in plan.split("Index Cond:")[1].splitlines()[0]
