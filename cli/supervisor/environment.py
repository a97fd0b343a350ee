"""The environment of the children: ours, `.env` below it, and what the stack adds."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dotenv import dotenv_values

from cli.embedded.private_file import write_private
from cli.supervisor.errors import StackFault
from shared.settings import SIMULATOR, Settings, SettingsError, load_settings

# stand for servers that are not started yet, while everything else is checked
DATABASE_TO_COME = "postgresql://to@127.0.0.1/come"
REDIS_TO_COME = "redis://127.0.0.1/0"


def given_environment(environ: Mapping[str, str], dotenv: Path) -> dict[str, str]:
    """`.env` overruled by the real environment; a setting without a value counts as not set, as in .env.example."""
    # no interpolation: a password may contain a dollar sign
    from_file = {name: value or "" for name, value in dotenv_values(dotenv, interpolate=False).items()}
    merged = {**from_file, **{name: value for name, value in environ.items() if value or name not in from_file}}
    return {name: value for name, value in merged.items() if value or name not in Settings.model_fields}


def kept_secret(directory: Path, name: str) -> str:
    """The secret of this name that belongs to the directory, made at its first use; 192 random bits as hex."""
    path = directory / "secrets.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if name in kept:
            return str(kept[name])
    except FileNotFoundError:
        kept = {}
    except (OSError, ValueError, TypeError):
        raise StackFault(f"{path} cannot be read; restore it, or remove it to have new secrets made.") from None
    kept[name] = secrets.token_hex(24)
    write_private(path, json.dumps(kept, indent=2) + "\n")
    return str(kept[name])


def with_simulator(environment: Mapping[str, str], *, url: str, key: str) -> dict[str, str]:
    """The environment of children that are answered by the simulator, and say so with every result."""
    return {**environment, "CEREBRAS_BASE_URL": url, "CEREBRAS_API_KEY": key, "LLM_PROVIDER": SIMULATOR}


def check_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that children will read from this environment; raises StackFault that names each bad variable."""
    standing_in = {"DATABASE_URL": DATABASE_TO_COME, "REDIS_URL": REDIS_TO_COME}
    with _as_our_own({**standing_in, **environment}):
        try:
            return load_settings()
        except SettingsError as error:
            raise StackFault(error.detail) from None


@contextmanager
def _as_our_own(environment: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
