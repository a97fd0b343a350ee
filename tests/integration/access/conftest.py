"""Time travel in the tables of access."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session


@pytest.fixture
def age(db_session: Session) -> Callable[..., None]:
    """Move times of a table's rows into the past."""

    def move(table: str, **columns: timedelta) -> None:
        moved = ", ".join(f"{name} = {name} - :{name}" for name in columns)
        db_session.execute(text(f"UPDATE {table} SET {moved}"), columns)  # noqa: S608 - our own names
        db_session.commit()

    return move
