"""Texts that leads are searched by, and the indexes of what the dashboard asks all the time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HISTORY = """
UPDATE leads SET assessment_ids = known.ids
FROM (SELECT identity, (array_agg(DISTINCT assessment_id ORDER BY assessment_id DESC))[1:10] AS ids
      FROM job_items WHERE state = 'succeeded' GROUP BY identity) AS known
WHERE known.identity = leads.identity
"""


def upgrade() -> None:
    """Apply."""
    # a trusted extension: the database's owner may create it
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "lead_texts",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(collation="C"), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name=op.f("fk_lead_texts_lead_id_leads"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_lead_texts")),
    )
    op.create_index(
        "ix_lead_texts_body",
        "lead_texts",
        ["body"],
        postgresql_using="gin",
        postgresql_ops={"body": "gin_trgm_ops"},
    )
    op.create_table("lead_texts_due", sa.Column("lead_id", sa.Uuid(), nullable=False))
    # the leads that are there already get their texts from the workers, in batches
    op.execute("INSERT INTO lead_texts_due (lead_id) SELECT id FROM leads")
    op.add_column(
        "leads", sa.Column("assessment_ids", postgresql.ARRAY(sa.BigInteger()), server_default="{}", nullable=False)
    )
    op.execute(HISTORY)
    op.create_index(
        "ix_leads_qualified_at", "leads", ["qualified_at"], postgresql_include=["tier", "qualification_score"]
    )
    op.create_index(
        "ix_job_items_ended",
        "job_items",
        ["completed_at", "error_code"],
        postgresql_where=sa.text("state IN ('succeeded', 'failed')"),
    )


def downgrade() -> None:
    """Take back; the extension stays, since others may use it."""
    op.drop_index("ix_job_items_ended", "job_items")
    op.drop_index("ix_leads_qualified_at", "leads")
    op.drop_column("leads", "assessment_ids")
    op.drop_table("lead_texts_due")
    op.drop_table("lead_texts")
