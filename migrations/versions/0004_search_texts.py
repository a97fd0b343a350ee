"""Tables of the texts that leads are searched by, and the column that keeps a lead's history; no row is touched.

The texts of the leads that are there already are written by the workers (`shared/leads/index.py`), which walk all
leads for those without one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # a trusted extension: the database's owner may create it
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "lead_texts",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(collation="C"), nullable=False),
        sa.Column("lead_updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name=op.f("fk_lead_texts_lead_id_leads"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_lead_texts")),
    )
    # a table of this transaction: nobody waits for its index
    op.create_index(
        "ix_lead_texts_body",
        "lead_texts",
        ["body"],
        postgresql_using="gin",
        postgresql_ops={"body": "gin_trgm_ops"},
    )
    op.create_table("lead_texts_due", sa.Column("lead_id", sa.Uuid(), nullable=False))
    op.create_table(
        "lead_texts_walk",
        sa.Column("id", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_lead_texts_walk_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_texts_walk")),
    )
    # a constant default is kept in the catalogue: no row is rewritten, and what runs now may leave the column out
    op.add_column(
        "leads", sa.Column("assessment_ids", postgresql.ARRAY(sa.BigInteger()), server_default="{}", nullable=False)
    )


def downgrade() -> None:
    """Take back; the extension stays, since others may use it."""
    op.drop_column("leads", "assessment_ids")
    op.drop_table("lead_texts_walk")
    op.drop_table("lead_texts_due")
    op.drop_table("lead_texts")
