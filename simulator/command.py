"""The command line of the simulator: `python -m simulator`."""

from __future__ import annotations

import click

from simulator.faults import Fault, FaultShares, parse_shares
from simulator.latency import Latency
from simulator.options import MEMORY, Options
from simulator.serve import run


def _shares(context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> FaultShares:
    try:
        return parse_shares(texts)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8090, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--api-key", "api_keys", multiple=True, help="A key that is accepted (repeat for more). Default: any.")
@click.option(
    "--missing-key-status",
    type=click.Choice(["401", "403"]), default="403", show_default=True, help="Answer to a call without a key.",
)  # fmt: skip
@click.option(
    "--latency-ms-median",
    type=click.FloatRange(min=0),
    default=0.0,
    show_default=True,
    help="Half of the answers are faster.",
)
@click.option(
    "--latency-ms-p99",
    type=click.FloatRange(min=0),
    default=0.0,
    show_default=True,
    help="1 % of the answers are slower.",
)
@click.option(
    "--error-share", "faults",
    multiple=True, callback=_shares, metavar="CLASS=SHARE",
    help=f"Share of calls that fail so; repeat. Classes: {', '.join(Fault)}.",
)  # fmt: skip
@click.option(
    "--slow-seconds",
    type=click.FloatRange(min=0),
    default=65.0,
    show_default=True,
    help="What a slow call takes besides.",
)
@click.option(
    "--invent-quotes",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Share of quotes that are not in the lead.",
)
@click.option("--obey-instructions", is_flag=True, help="Do what a lead tells the model: top levels.")
@click.option(
    "--ledger",
    is_flag=False, flag_value=MEMORY, default=None, metavar="[memory|FILE]",
    help="Serve GET /control/ledger; with FILE, what was billed survives a restart.",
)  # fmt: skip
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Changes every draw: faults, latency, invented quotes."
)
@click.option(
    "--stop-grace-seconds",
    type=click.FloatRange(min=0),
    default=5.0,
    show_default=True,
    help="How long calls in flight may end after SIGTERM.",
)
def main(
    *,
    host: str,
    port: int,
    api_keys: tuple[str, ...],
    missing_key_status: str,
    latency_ms_median: float,
    latency_ms_p99: float,
    faults: FaultShares,
    slow_seconds: float,
    invent_quotes: float,
    obey_instructions: bool,
    ledger: str | None,
    seed: int,
    stop_grace_seconds: float,
) -> None:
    """Stand in for the Cerebras API: same paths, same errors, answers by keyword rules instead of a model."""
    options = Options(
        host=host,
        port=port,
        api_keys=frozenset(api_keys),
        missing_key_status=int(missing_key_status),
        latency=Latency(latency_ms_median, latency_ms_p99),
        faults=faults,
        slow_seconds=slow_seconds,
        invent_quotes=invent_quotes,
        obey_instructions=obey_instructions,
        ledger=ledger,
        seed=seed,
        stop_grace_seconds=stop_grace_seconds,
    )
    try:
        run(options, announce=lambda address: click.echo(f"simulator listening on {address}"))
    except OSError as error:
        raise click.ClickException(
            f"cannot serve on {host}:{port} ({error.strerror}); choose another --host or --port"
        ) from None
