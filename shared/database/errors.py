"""Errors of the database door."""

from __future__ import annotations

from shared.errors import Unavailable


class DatabaseConnectionError(Unavailable):
    """PostgreSQL cannot be reached, or closed the connection in the middle."""

    code = "database_unavailable"
