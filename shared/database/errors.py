"""Errors of the database door; none carries the driver's text, whose DETAIL quotes the row."""

from __future__ import annotations

from shared.errors import SalesAgentError, Unavailable


class DatabaseConnectionError(Unavailable):
    """PostgreSQL cannot be reached, or closed the connection in the middle."""

    code = "database_unavailable"


class DatabaseStatementError(SalesAgentError):
    """A statement failed for a reason of ours; names the SQLSTATE and the constraint, never the values."""

    code = "internal_error"

    def __init__(self, *, sqlstate: str | None, constraint: str | None, kind: str) -> None:
        super().__init__(f"{kind} (SQLSTATE {sqlstate or 'unknown'}, constraint {constraint or 'none'})")
        self.sqlstate = sqlstate
        self.constraint = constraint
