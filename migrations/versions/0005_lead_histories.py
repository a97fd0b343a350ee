"""Leads get the history that their items tell, 1,000 items a transaction; may be broken off and run again."""

from __future__ import annotations

import uuid

from sqlalchemy import text

from migrations.outside import outside_transaction

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ITEMS_AT_ONCE = 1000

# Leads are locked in the order in which a save locks them. Whatever is there already stays: workers may write meanwhile.
BATCH = text("""
WITH batch AS (
    SELECT job_id, position, identity, assessment_id, state FROM job_items
    WHERE (job_id, position) > (CAST(:job_id AS uuid), :position)
    ORDER BY job_id, position LIMIT :limit),
known AS (
    SELECT identity, array_agg(DISTINCT assessment_id) AS ids FROM batch WHERE state = 'succeeded' GROUP BY identity),
held AS (
    SELECT leads.id, leads.assessment_ids || known.ids AS ids FROM leads JOIN known ON known.identity = leads.identity
    ORDER BY leads.identity FOR UPDATE OF leads),
filled AS (
    UPDATE leads
    SET assessment_ids = ARRAY(SELECT DISTINCT one FROM unnest(held.ids) AS one ORDER BY one DESC LIMIT 10)
    FROM held WHERE held.id = leads.id)
SELECT job_id, position FROM batch ORDER BY job_id DESC, position DESC LIMIT 1
""")


def upgrade() -> None:
    """Apply."""
    last = {"job_id": str(uuid.UUID(int=0)), "position": -1}
    with outside_transaction() as connection:
        while row := connection.execute(BATCH, {**last, "limit": ITEMS_AT_ONCE}).one_or_none():
            last = {"job_id": str(row.job_id), "position": row.position}


def downgrade() -> None:
    """Nothing to take back: the column goes with the migration before."""
