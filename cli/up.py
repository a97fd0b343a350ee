"""`sales-agent up`: everything on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from cli.client.target import local_directory
from cli.supervisor.dashboard import how_to_open
from cli.supervisor.flower import how_to_look
from cli.supervisor.options import Addresses, StackOptions
from cli.supervisor.stack import Stack
from shared.errors import SalesAgentError

INTERRUPTED = 130


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Port of the API.")
@click.option(
    "--dir",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where data, logs and keys are kept.  [default: SALES_AGENT_DIR, else .sales-agent]",
)
@click.option(
    "--bulk-workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes for large jobs."
)
@click.option("--slots", type=click.IntRange(1, 1000), help="Calls in flight in each worker process.")
@click.option(
    "--simulator/--no-simulator", default=None, help="Who answers.  [default: the simulator, without CEREBRAS_API_KEY]"
)
@click.option("--simulator-args", default="", help='More for the simulator, as in "--latency-ms-median 200".')
@click.option(
    "--flower/--no-flower", default=True, show_default=True, help="Celery's page: queues, workers, slices of jobs."
)
@click.option(
    "--flower-port", type=click.IntRange(1, 65535), help="Port of Flower.  [default: 5555, else one that is free]"
)
@click.option("--quiet", is_flag=True, help="Children's lines to their log files only.")
def up(
    *,
    port: int,
    directory: Path | None,
    bulk_workers: int,
    slots: int | None,
    simulator: bool | None,
    simulator_args: str,
    flower: bool,
    flower_port: int | None,
    quiet: bool,
) -> None:
    """Start PostgreSQL, Valkey, the API, its workers and beat here, and keep them running.

    \b
    DATABASE_URL and REDIS_URL replace the embedded databases; without
    CEREBRAS_API_KEY a simulator answers instead of a model. A .env file is read.
    Ctrl-C stops everything; data stays in the directory.
    """
    options = StackOptions(
        directory=directory or local_directory(os.environ),
        port=port,
        call_slots=slots,
        bulk_workers=bulk_workers,
        simulator=simulator,
        flower=flower,
        flower_port=flower_port,
        simulator_args=tuple(_split(simulator_args)),
        quiet=quiet,
    )
    stack = Stack(options, click.echo)
    try:
        addresses = stack.start()
        click.echo(summary(addresses, options))
        stack.wait()
        click.echo("stopping …")
    except SalesAgentError as error:
        stack.stop()
        raise click.ClickException(error.detail) from None
    except KeyboardInterrupt:
        # during the start: the stack has stopped what it had started
        raise click.exceptions.Exit(INTERRUPTED) from None
    finally:
        stack.stop()
    click.echo("stopped; nothing is left running")


def summary(addresses: Addresses, options: StackOptions) -> str:
    """What runs, where, and what to do next; a new key is shown here and never again."""
    answers = (
        f"the simulator at {addresses.simulator_url}: its scores are made up by rules, no provider is asked"
        if addresses.simulator_url
        else "the provider of CEREBRAS_API_KEY; every new lead costs money"
    )
    kept_in = options.directory / "local.json"
    key = f"{addresses.api_key}  (new, shown once; kept in {kept_in})" if addresses.key_is_new else f"in {kept_in}"
    rows = {
        "Dashboard": how_to_open(addresses.sign_in_url),
        "API": addresses.api_url,
        "Documentation": addresses.docs_url,
        **({"Flower": how_to_look(addresses.flower_url, options.directory)} if addresses.flower_url else {}),
        "Answers come from": answers,
        "API key": key,
        "Logs": str(addresses.log_directory),
        "Score a file": "sales-agent submit FILE --wait  (in the virtual environment: .venv/bin/sales-agent)",
        "Stop": "Ctrl-C",
    }
    width = max(map(len, rows))
    return "\n".join(
        ["", "Sales Agent is running.", *(f"  {name:<{width}}  {value}" for name, value in rows.items()), ""]
    )


def _split(arguments: str) -> list[str]:
    try:
        return shlex.split(arguments)
    except ValueError as error:
        raise click.BadParameter(f"{error}", param_hint="--simulator-args") from None
