"""Jobs can be paused, resumed and retried as new jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PAUSED = "status <> 'paused' OR (status_reason IS NOT NULL AND paused_at IS NOT NULL)"


def upgrade() -> None:
    """Apply; nothing has paused a job before, so the check holds of every row, of which there is one a batch."""
    op.add_column("jobs", sa.Column("retry_of", sa.Uuid(), nullable=True))
    op.add_column("jobs", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("jobs", sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key("fk_jobs_retry_of_jobs", "jobs", "jobs", ["retry_of"], ["id"], ondelete="SET NULL")
    op.create_check_constraint(op.f("ck_jobs_reasoned_while_paused"), "jobs", PAUSED)
    op.create_index("ix_jobs_retry_of", "jobs", ["retry_of"], postgresql_where=sa.text("retry_of IS NOT NULL"))


def downgrade() -> None:
    """Take back; the code before wakes no paused job, so it goes on."""
    op.execute("UPDATE jobs SET status = 'in_progress', status_reason = NULL WHERE status = 'paused'")
    op.drop_index("ix_jobs_retry_of", "jobs")
    op.drop_constraint(op.f("ck_jobs_reasoned_while_paused"), "jobs")
    op.drop_constraint("fk_jobs_retry_of_jobs", "jobs")
    op.drop_column("jobs", "resumed_at")
    op.drop_column("jobs", "paused_at")
    op.drop_column("jobs", "retry_of")
