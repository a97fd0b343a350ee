"""Table of worker processes, as they report themselves."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shared.database.base import Base, CreatedAt


class WorkerHeartbeat(Base):
    """One worker process; fresh while `seen_at` is younger than three times the interval."""

    __tablename__ = "worker_heartbeats"

    process: Mapped[str] = mapped_column(primary_key=True)
    hostname: Mapped[str]
    pid: Mapped[int]
    queues: Mapped[list[str]] = mapped_column(ARRAY(Text))
    slots: Mapped[int]
    in_flight: Mapped[int]
    version: Mapped[str]
    started_at: Mapped[CreatedAt]
    seen_at: Mapped[CreatedAt]
