"""The queries that people wait for use their indexes: asked of PostgreSQL itself, on what the product really sends."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import UnitOfWork
from shared.leads.read import LeadFilter, LeadSort, list_leads

COMPOSITE = "ix_leads_qualification_score_created_at"

# 5,000 leads, a tenth of them without a score
FILL = """
INSERT INTO leads (id, identity, company_name, qualification_score, tier, submitted_at, source_job_id, source_position)
SELECT gen_random_uuid(), 'company-' || n, 'Alder Freight ' || n, CASE WHEN n % 10 = 0 THEN NULL ELSE n % 101 END, 'B',
       now(), gen_random_uuid(), n
FROM generate_series(1, 5000) AS n
"""


def plan_of(session: Session, query: LeadFilter, sort: LeadSort = LeadSort.SCORE) -> str:
    """How PostgreSQL would answer the first statement that listing these leads sends."""
    sent: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        sent.append((statement, parameters))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        list_leads(UnitOfWork(session), query, limit=50, sort=sort)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    statement, parameters = sent[0]
    return "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())


@pytest.fixture
def many_leads(db_session: Session) -> Session:
    """A session that sees 5,000 leads, with PostgreSQL's statistics of them."""
    db_session.execute(text(FILL))
    db_session.execute(text("ANALYZE leads"))
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
