"""Where the demo plays: on an `up` that runs in this directory already, else on a stack of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from cli.client.errors import ClientError
from cli.client.target import Target, local_directory, read_local_state, resolve_target
from cli.client.transport import Transport
from cli.supervisor.dashboard import sign_in_url
from cli.supervisor.local_key import make_local_link
from cli.supervisor.options import StackOptions
from cli.supervisor.readiness import ask
from cli.supervisor.stack import Stack

# slow enough for a bar to be seen, quick enough for nobody to wait
SIMULATOR_PACE = ("--latency-ms-median", "250", "--latency-ms-p99", "1200")


@dataclass(frozen=True, slots=True)
class StageOptions:
    """How to run a stack of our own."""

    port: int
    call_slots: int


@dataclass(frozen=True, slots=True)
class Stage:
    """An API that answers; `serve` keeps one that is ours going until Ctrl-C, and returns at once for another."""

    target: Target
    simulator_url: str | None
    is_ours: bool
    key_is_new: bool
    local_file: Path
    serve: Callable[[], None]
    # made when it is asked for: a demo that ends by itself leaves no link behind
    sign_in_url: Callable[[], str | None]


@contextmanager
def open_stage(options: StageOptions, *, say: Callable[[str], None]) -> Iterator[Stage]:
    """A stage for the block; what was started for it is stopped after it. Raises SalesAgentError with the remedy."""
    directory = local_directory(os.environ)
    running = find_running(directory)
    if running is not None:
        say(f"`sales-agent up` already runs here ({running.target.base_url}); the demo uses it.")
        yield running
        return
    stack = Stack(
        StackOptions(
            directory=directory,
            port=options.port,
            call_slots=options.call_slots,
            simulator_args=SIMULATOR_PACE,
            quiet=True,
            colour=False,
        ),
        _since_now(say),
    )
    addresses = stack.start()
    try:
        local_file = directory / "local.json"
        yield Stage(
            target=Target(addresses.api_url, addresses.api_key, url_source=str(local_file), key_source=str(local_file)),
            simulator_url=addresses.simulator_url,
            is_ours=True,
            key_is_new=addresses.key_is_new,
            local_file=local_file,
            serve=stack.wait,
            sign_in_url=lambda: addresses.sign_in_url,
        )
    finally:
        stack.stop()


def _since_now(say: Callable[[str], None]) -> Callable[[str], None]:
    """Takes the stack's lines, with the seconds since now in place of the name of who speaks: here only one does."""
    started = time.monotonic()
    return lambda line: say(f"{time.monotonic() - started:5.1f} s  {line.partition('| ')[2] or line}")


def find_running(directory: Path) -> Stage | None:
    """The stack of this directory if it answers to its own key; another program at its address does not."""
    try:
        state = read_local_state(directory)
        # the state file alone counts here, whatever the environment points at
        target = resolve_target(url=None, key=None, environ={"SALES_AGENT_DIR": str(directory)})
        transport = Transport(target)
        try:
            transport.get("/jobs", params={"limit": 1}, patience_seconds=0)
        finally:
            transport.close()
    except ClientError:
        return None
    simulator_url = state.get("simulator_url")
    return Stage(
        target=target,
        simulator_url=simulator_url if isinstance(simulator_url, str) else None,
        is_ours=False,
        key_is_new=False,
        local_file=directory / "local.json",
        serve=lambda: None,
        sign_in_url=lambda: _fresh_link(target, state.get("database_url")),
    )


def _fresh_link(target: Target, database_url: object) -> str | None:
    """A link to the dashboard of a stack that runs already; None if it serves none."""
    serves = ask(f"{target.origin}/")
    if not isinstance(database_url, str) or serves is None or serves[0] != HTTPStatus.OK:
        return None
    return sign_in_url(target.origin, make_local_link(database_url, target.key))
