"""What the stack is asked for, and what it answers once it runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StackOptions:
    """How to run the stack; what is None follows the environment."""

    directory: Path
    port: int = 8001
    call_slots: int | None = None  # calls in flight in each worker process
    bulk_workers: int = 1  # worker processes for the bulk queue
    simulator: bool | None = None  # None: only without CEREBRAS_API_KEY
    flower: bool = False  # Celery's page for operators
    flower_port: int | None = None  # None: the usual one, or another where that is taken
    simulator_args: tuple[str, ...] = ()
    quiet: bool = False  # children's lines to their log files only
    colour: bool | None = None  # None: on a terminal without NO_COLOR


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everything is; what holds a password or a key does not show in a repr."""

    api_url: str  # with the version prefix
    docs_url: str
    simulator_url: str | None  # None: the real provider answers
    log_directory: Path
    key_is_new: bool
    api_key: str = field(repr=False)
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    flower_url: str | None = None
    sign_in_url: str | None = field(default=None, repr=False)  # None: the dashboard is not built
