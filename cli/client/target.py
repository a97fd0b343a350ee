"""Which API is spoken to and with which key: options first, then the environment, then the local state file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cli.client.errors import NotConfigured

DEFAULT_PREFIX = "/api/v1"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
START_IT = (
    "If it runs, go to the directory that it was started in, or set SALES_AGENT_DIR or SALES_AGENT_URL; "
    "else start it with `sales-agent up`."
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the API is (`base_url` includes the version prefix) and how to be let in; the key never shows in a repr."""

    base_url: str
    key: str = field(repr=False)
    url_source: str
    key_source: str

    @property
    def key_label(self) -> str:
        """The key as it may be shown: its public prefix and where it came from."""
        return f"{public_part(self.key)} (from {self.key_source})"

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in `http://127.0.0.1:8001`."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_local(self) -> bool:
        """Whether the API is on this machine, where no proxy can help."""
        return urlsplit(self.base_url).hostname in LOOPBACK


def public_part(key: str) -> str:
    """The first part of a key of the form sa_<prefix>_<secret>, or a placeholder for anything else."""
    parts = key.split("_", 2)
    return f"sa_{parts[1]}_…" if len(parts) == 3 and parts[0] == "sa" else "a key that does not start with sa_"


def local_directory(environ: Mapping[str, str]) -> Path:
    """The data directory of `sales-agent up`: SALES_AGENT_DIR, else `.sales-agent` below the working directory."""
    return Path(environ.get("SALES_AGENT_DIR") or ".sales-agent")


def read_local_state(directory: Path) -> dict[str, Any]:
    """What a running or former `up` wrote down, empty without such a file; raises NotConfigured when unreadable."""
    path = directory / "local.json"
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise NotConfigured(
            f"{path} cannot be read ({type(error).__name__}).",
            remedy="Start `sales-agent up` again: it writes the file anew.",
        ) from None
    return state if isinstance(state, dict) else {}


def resolve_target(*, url: str | None, key: str | None, environ: Mapping[str, str]) -> Target:
    """Options before environment before local state; raises NotConfigured with the remedy when one part is missing.

    The local file's key goes to the local file's address only: pointing the program elsewhere must not send it there.
    """
    directory = local_directory(environ)
    state = read_local_state(directory)
    state_name = str(directory / "local.json")
    local_url = str(state.get("api_url") or "")

    found_url, url_source = _first(
        (url, "--url"), (environ.get("SALES_AGENT_URL"), "SALES_AGENT_URL"), (local_url, state_name)
    )
    if not found_url:
        raise NotConfigured(
            f"No Sales Agent API is known here: there is no {state_name}.",
            remedy=START_IT,
        )
    base_url = normalise_url(found_url, source=url_source)

    local_key = state.get("api_key") if local_url and base_url == normalise_url(local_url, source=state_name) else None
    found_key, key_source = _first(
        (key, "--key"), (environ.get("SALES_AGENT_API_KEY"), "SALES_AGENT_API_KEY"), (local_key, state_name)
    )
    if not found_key:
        raise NotConfigured(
            f"No API key for {base_url}.",
            remedy="Set SALES_AGENT_API_KEY; `sales-agent keys create NAME` makes a key.",
        )
    if not found_key.isascii() or not found_key.isprintable() or " " in found_key:
        raise NotConfigured(
            f"The key from {key_source} contains characters that no key has.", remedy="Copy it again, without spaces."
        )
    return Target(base_url=base_url, key=found_key, url_source=url_source, key_source=key_source)


def normalise_url(url: str, *, source: str) -> str:
    """The base of all routes without a slash at its end: the version prefix is added where the address has no path."""
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotConfigured(f"{source} is not a web address.", remedy="It looks like http://127.0.0.1:8001.")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/') or DEFAULT_PREFIX}"


def _first(*candidates: tuple[object, str]) -> tuple[str, str]:
    for value, source in candidates:
        if isinstance(value, str) and value.strip():
            return value.strip(), source
    return "", ""
