"""`sales-agent completion`: what a shell completes its commands and options with."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from cli.program import NAME


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the lines that let SHELL complete commands and options.

    \b
    Examples:
      eval "$(sales-agent completion bash)"                          in ~/.bashrc
      eval "$(sales-agent completion zsh)"                           in ~/.zshrc
      sales-agent completion fish | source                           in config.fish
    """
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"{shell} cannot be completed by this version of click.")
    click.echo(found(ctx.find_root().command, {}, NAME, "_SALES_AGENT_COMPLETE").source())
