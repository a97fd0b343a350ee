"""What the views of one process share: settings, database, publisher."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, cast

from flask import current_app
from sqlalchemy import Engine

from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.queue.publish import Wake
from shared.settings import Settings

EXTENSION = "sales-agent"


class Broker(Protocol):
    """What the API needs of the publisher; neither call raises."""

    @property
    def wake(self) -> Wake:
        """Tell workers, after the commit, that a job has work."""

    def ping(self) -> bool:
        """Whether the broker answers."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """Made by create_app after any fork: a connection must never be shared by two processes."""

    settings: Settings
    engine: Engine
    broker: Broker
    # for requests that hold a thread until a lead is judged
    waiting_places: threading.BoundedSemaphore


def wiring() -> Wiring:
    """The wiring of the application that serves this request."""
    return cast(Wiring, current_app.extensions[EXTENSION])


def request_work() -> AbstractContextManager[UnitOfWork]:
    """The unit of work of this request: commits when its block ends well."""
    return unit_of_work(wiring().engine)
