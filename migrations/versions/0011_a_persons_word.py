"""What people say of leads: another score, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LIVE = sa.text("withdrawn_at IS NULL")
REASON = "length(reason) BETWEEN 1 AND 1000"


def upgrade() -> None:
    """Apply; both tables are new, so nothing that runs now is held up."""
    _create(
        "overrides",
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        checks={"score_range": "score BETWEEN 0 AND 100", "says_something": "num_nonnulls(score, tier) > 0"},
    )
    _create(
        "outcomes",
        sa.Column("assessment_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        checks={"outcome_known": "outcome IN ('won', 'lost')"},
    )
    op.create_index("ix_outcomes_outcome", "outcomes", ["outcome", "lead_id"], postgresql_where=LIVE)


def downgrade() -> None:
    """Take back; what people said is lost."""
    op.drop_table("outcomes")
    op.drop_table("overrides")


def _create(table: str, *said: sa.Column[object], checks: dict[str, str]) -> None:
    """A table of words: what was said, of which lead, by whom, and until when it counted."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        *said,
        sa.Column("api_key_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        *_checks(table, {**checks, "reason_length": REASON}),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=f"fk_{table}_lead_id_leads", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=f"fk_{table}_assessment_id_assessments"),
        sa.ForeignKeyConstraint(["api_key_id"], ["api_keys.id"], name=f"fk_{table}_api_key_id_api_keys"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"uq_{table}_live", table, ["lead_id"], unique=True, postgresql_where=LIVE)
    op.create_index(f"ix_{table}_lead_id", table, ["lead_id"])


def _checks(table: str, checks: dict[str, str]) -> Sequence[sa.CheckConstraint]:
    return [sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}")) for name, condition in checks.items()]
