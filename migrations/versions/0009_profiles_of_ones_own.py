"""Profiles of one's own: drafts, one default, names in any case; jobs that only preview; keys that may configure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# the profile that jobs took until now: the oldest, of which there is one at most
KEEP_DEFAULT = """
UPDATE profiles SET is_default = true WHERE id = (SELECT id FROM profiles ORDER BY created_at, id LIMIT 1)
"""


def upgrade() -> None:
    """Apply."""
    # the new CHECK allows all that the old one did, so the rows need no second look under the lock
    op.drop_constraint(op.f("ck_api_keys_scopes_known"), "api_keys", type_="check")
    op.execute(
        "ALTER TABLE api_keys ADD CONSTRAINT ck_api_keys_scopes_known "
        "CHECK (scopes <@ ARRAY['submit', 'read', 'configure']::text[]) NOT VALID"
    )
    op.execute("ALTER TABLE api_keys VALIDATE CONSTRAINT ck_api_keys_scopes_known")
    op.alter_column("profiles", "active_number", nullable=True)
    op.add_column("profiles", sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.execute(KEEP_DEFAULT)
    op.create_check_constraint(
        op.f("ck_profiles_default_is_active"), "profiles", "NOT is_default OR active_number IS NOT NULL"
    )
    op.create_index(
        "uq_profiles_is_default", "profiles", ["is_default"], unique=True, postgresql_where=sa.text("is_default")
    )
    op.drop_constraint(op.f("uq_profiles_name"), "profiles", type_="unique")
    op.create_index("uq_profiles_name", "profiles", [sa.text("lower(name)")], unique=True)
    op.add_column("jobs", sa.Column("kind", sa.Text(), server_default="qualify", nullable=False))
    op.execute("ALTER TABLE jobs ADD CONSTRAINT ck_jobs_kind_known CHECK (kind IN ('qualify', 'preview')) NOT VALID")
    op.execute("ALTER TABLE jobs VALIDATE CONSTRAINT ck_jobs_kind_known")
    op.create_index("ix_jobs_previews", "jobs", ["created_at", "id"], postgresql_where=sa.text("kind = 'preview'"))


def downgrade() -> None:
    """Take back; previews are lost, and a profile without an active version takes its newest, since nothing before knew either."""
    op.execute("DELETE FROM jobs WHERE kind = 'preview'")
    op.drop_index("ix_jobs_previews", "jobs")
    op.drop_constraint(op.f("ck_jobs_kind_known"), "jobs", type_="check")
    op.drop_column("jobs", "kind")
    op.drop_index("uq_profiles_name", "profiles")
    op.create_unique_constraint(op.f("uq_profiles_name"), "profiles", ["name"])
    op.drop_index("uq_profiles_is_default", "profiles")
    op.drop_constraint(op.f("ck_profiles_default_is_active"), "profiles", type_="check")
    op.drop_column("profiles", "is_default")
    op.execute(
        "UPDATE profiles SET active_number = (SELECT max(number) FROM profile_versions WHERE profile_id = profiles.id) "
        "WHERE active_number IS NULL"
    )
    op.alter_column("profiles", "active_number", nullable=False)
    op.execute("UPDATE api_keys SET scopes = array_remove(scopes, 'configure')")
    op.drop_constraint(op.f("ck_api_keys_scopes_known"), "api_keys", type_="check")
    op.create_check_constraint(
        op.f("ck_api_keys_scopes_known"), "api_keys", "scopes <@ ARRAY['submit', 'read']::text[]"
    )
