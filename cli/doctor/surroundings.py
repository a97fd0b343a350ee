"""What is examined: addresses, key and model, from the environment, `.env`, or what `sales-agent up` wrote down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.client.target import read_local_state
from cli.supervisor.environment import given_environment
from shared.settings import Settings


@dataclass(frozen=True, slots=True)
class Provider:
    """Who answers: address, key and model; `is_simulator` when no model is asked."""

    base_url: str
    model: str
    is_simulator: bool
    api_key: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where everything is; None where nothing says so. `is_local`: the database is the one of `up` in `directory`."""

    directory: Path
    is_local: bool
    provider: Provider
    sweep_interval_seconds: float
    database_url: str | None = field(repr=False)
    redis_url: str | None = field(repr=False)

    def logs_of(self, name: str) -> str:
        """Where the log of a process of `up` is."""
        return str(self.directory / "logs" / f"{name}.log")


def read_surroundings(environ: Mapping[str, str], *, dotenv: Path, directory: Path) -> Surroundings:
    """Environment before `.env` before the directory's local.json; raises NotConfigured where that is unreadable."""
    given = given_environment(environ, dotenv)
    local = read_local_state(directory)
    database_url = given.get("DATABASE_URL") or _text(local.get("database_url"))
    is_local = database_url is not None and database_url == local.get("database_url")
    return Surroundings(
        directory=directory,
        is_local=is_local,
        provider=_provider(given, local if is_local else {}, directory),
        sweep_interval_seconds=_number(given.get("SWEEP_INTERVAL_SECONDS"), _default("SWEEP_INTERVAL_SECONDS")),
        database_url=database_url,
        redis_url=given.get("REDIS_URL") or _text(local.get("redis_url")),
    )


def _provider(given: Mapping[str, str], local: Mapping[str, Any], directory: Path) -> Provider:
    simulator_url = _text(local.get("simulator_url"))
    return Provider(
        base_url=simulator_url or given.get("CEREBRAS_BASE_URL") or str(_default("CEREBRAS_BASE_URL")),
        model=given.get("CEREBRAS_MODEL") or str(_default("CEREBRAS_MODEL")),
        is_simulator=simulator_url is not None,
        api_key=_simulator_key(directory) if simulator_url else given.get("CEREBRAS_API_KEY"),
    )


def _simulator_key(directory: Path) -> str | None:
    """The key that `up` made for its simulator; None where its file is gone."""
    try:
        return _text(json.loads((directory / "secrets.json").read_text(encoding="utf-8")).get("SIMULATOR_KEY"))
    except (OSError, ValueError, AttributeError):
        return None


def _default(name: str) -> Any:
    return Settings.model_fields[name].default


def _number(given: str | None, default: float) -> float:
    try:
        return float(given) if given else default
    except ValueError:
        return default


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
