"""Alembic migrations: numbered, one head."""
