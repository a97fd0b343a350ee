"""Deciding how a service starts: what was kept from the last time, as far as it still holds here."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cli.embedded.binaries import Programs
from cli.embedded.errors import ServicePortTaken
from cli.embedded.place import choose_place, choose_way, prepare_place
from cli.embedded.ports import free_port, is_free
from cli.embedded.run_as import Identity, RunAs, identity_for
from cli.embedded.state import ServiceState, new_state


def settle(
    kept: ServiceState | None, *, directory: Path, programs: Programs, ways: Sequence[RunAs]
) -> tuple[ServiceState, Identity]:
    """The state to start under and the identity it implies; data moves along when its old way works no longer."""
    if kept is not None and kept.run_as in ways:
        ways = [kept.run_as, *ways]
    way = choose_way(ways, directory=directory, programs=programs)
    identity = identity_for(way)
    if kept is None:
        return new_state(way, choose_place(identity, directory)), identity
    if kept.run_as is way:
        return kept, identity
    place = choose_place(identity, directory)
    if place != kept.place and (kept.place / "data").exists():
        prepare_place(place, identity, outside=place != directory).rmdir()
        shutil.move(kept.place / "data", place / "data")
    return replace(kept, run_as=way, place=place), identity


def with_usable_port(state: ServiceState, *, name: str, url_is_known: bool) -> ServiceState:
    """The state itself, or with a new port if another program took it; raises ServicePortTaken if the URL is known."""
    if is_free(state.port):
        return state
    if url_is_known:
        raise ServicePortTaken(
            f"Port {state.port} of {name} was taken by another program while it was down; "
            "stop that program, or stop this one and start it again to get a new port."
        )
    return replace(state, port=free_port())
