"""The index of open jobs by id goes: the one by time, of the migration before, finds them as well."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.outside import drop_remains, patiently

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with patiently():
        drop_remains("ix_jobs_open")


def downgrade() -> None:
    """Take back."""
    with patiently():
        drop_remains("ix_jobs_open")
        op.create_index(
            "ix_jobs_open",
            "jobs",
            ["id"],
            postgresql_where=sa.text("completed_at IS NULL"),
            postgresql_concurrently=True,
        )
