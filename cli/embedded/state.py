"""What a service keeps from one start to the next: port, password, where its data is, which process it was."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cli.embedded.errors import EmbeddedServiceFailed
from cli.embedded.ports import free_port
from cli.embedded.private_file import write_private
from cli.embedded.process import ProcessRecord
from cli.embedded.run_as import RunAs


@dataclass(frozen=True, slots=True)
class ServiceState:
    """The state of one service; `place` is the folder of its data, usually the service's own directory."""

    port: int
    password: str
    run_as: RunAs
    place: Path
    process: ProcessRecord | None = None


def new_state(run_as: RunAs, place: Path) -> ServiceState:
    """The state of a service that never ran: a free port and 192 random bits that need no escaping in a URL."""
    return ServiceState(port=free_port(), password=secrets.token_hex(24), run_as=run_as, place=place)


def save_state(path: Path, state: ServiceState) -> None:
    """Write the state, readable by its owner only."""
    write_private(path, json.dumps({**asdict(state), "place": str(state.place)}, indent=2) + "\n")


def find_state(path: Path) -> ServiceState | None:
    """The state written last, or None if there is none; raises EmbeddedServiceFailed if it cannot be read."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        process = ProcessRecord(**raw["process"]) if raw["process"] else None
        return ServiceState(
            port=int(raw["port"]),
            password=str(raw["password"]),
            run_as=RunAs(raw["run_as"]),
            place=Path(raw["place"]),
            process=process,
        )
    except FileNotFoundError:
        return None
    except PermissionError:
        raise EmbeddedServiceFailed(
            f"{path} belongs to another user; run as that user, or choose another directory (SALES_AGENT_DIR)."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise EmbeddedServiceFailed(
            f"{path} is damaged; restore it, or remove {path.parent} to start with empty data."
        ) from None
