"""COPY: the fastest way to hand PostgreSQL many rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import cast

import psycopg2.extensions
from sqlalchemy.orm import Session

from shared.database.statement_log import logged

# the four characters that COPY's text format gives a meaning
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class _RowStream(io.RawIOBase):
    """A readable stream over rows that are encoded as they are read, so that no second copy of them is held."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._rows = iter(rows)
        self._left = b""

    def readable(self) -> bool:
        """Say that this stream can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes of COPY text."""
        parts = [self._left]
        have = len(self._left)
        while size < 0 or have < size:
            row = next(self._rows, None)
            if row is None:
                break
            line = ("\t".join(cell.translate(_ESCAPES) for cell in row) + "\n").encode()
            parts.append(line)
            have += len(line)
        data = b"".join(parts)
        if size < 0:
            self._left = b""
            return data
        self._left = data[size:]
        return data[:size]


def copy_rows(session: Session, table: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """COPY rows of text cells into a table, within the session's transaction; no cell may be NULL."""
    connection = cast("psycopg2.extensions.connection", session.connection().connection.driver_connection)
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, logged(statement, cursor):
        cursor.copy_expert(statement, _RowStream(rows), size=1 << 18)
