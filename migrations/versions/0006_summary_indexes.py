"""Indexes of what the dashboard asks all the time, built beside running writers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.outside import drop_remains, patiently

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAMES = ("ix_leads_qualified_at", "ix_job_items_ended", "ix_jobs_open_created_at_id", "ix_jobs_ended")


def upgrade() -> None:
    """Apply."""
    with patiently():
        for name in NAMES:
            drop_remains(name)
        op.create_index(
            "ix_leads_qualified_at",
            "leads",
            ["qualified_at"],
            postgresql_include=["tier", "qualification_score"],
            postgresql_concurrently=True,
        )
        op.create_index(
            "ix_job_items_ended",
            "job_items",
            ["completed_at", "error_code"],
            postgresql_where=sa.text("state IN ('succeeded', 'failed')"),
            postgresql_concurrently=True,
        )
        op.create_index(
            "ix_jobs_open_created_at_id",
            "jobs",
            ["created_at", "id"],
            postgresql_where=sa.text("completed_at IS NULL"),
            postgresql_concurrently=True,
        )
        op.create_index(
            "ix_jobs_ended",
            "jobs",
            ["completed_at", "created_at"],
            postgresql_where=sa.text("completed_at IS NOT NULL"),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    """Take back."""
    with patiently():
        for name in reversed(NAMES):
            drop_remains(name)
