"""`sales-agent`: the terminal door."""

from __future__ import annotations

import sys
from importlib import import_module

import click
import structlog

# name: where the command is; read only when it is asked for, so that `watch` does not load the database's libraries
COMMANDS = {
    "demo": "cli.commands.demo:demo",
    "up": "cli.up:up",
    "submit": "cli.commands.submit:submit",
    "watch": "cli.commands.watch:watch",
    "results": "cli.commands.results:results",
    "export": "cli.commands.export:export",
    "jobs": "cli.commands.jobs:jobs",
    "leads": "cli.commands.leads:leads",
    "profiles": "cli.commands.profiles:profiles",
    "cancel": "cli.commands.control:cancel",
    "pause": "cli.commands.control:pause",
    "resume": "cli.commands.control:resume",
    "retry": "cli.commands.control:retry",
    "sign-in": "cli.commands.sign_in:sign_in",
    "doctor": "cli.commands.doctor:doctor",
    "keys": "cli.commands.keys:keys",
    "completion": "cli.commands.completion:completion",
}


class CommandsOnDemand(click.Group):
    """A group that imports a command at its first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None when there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is not a command")
        return command


@click.group(cls=CommandsOnDemand, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="sales-agent", prog_name="sales-agent")
def main() -> None:
    """Score batches of sales leads against your own ideal customer profile.

    \b
    Examples:
      sales-agent demo                           everything once, on a made-up list
      sales-agent up                             run it on this machine
      sales-agent submit leads.csv --wait        score a file
      sales-agent jobs                           which jobs there are
      sales-agent export JOB -o results.csv
      sales-agent leads --tier A                 the best of all jobs
      sales-agent profiles --help                judge by a profile of your own
      sales-agent sign-in                        a link that opens the dashboard
      sales-agent doctor                         what is wrong, and what to do about it

    \b
    Which API, with which key: --url and --key, else SALES_AGENT_URL and SALES_AGENT_API_KEY,
    else what `sales-agent up` wrote to .sales-agent/local.json (SALES_AGENT_DIR).

    \b
    Exit codes: 0 all scored, 3 finished with failures, 1 error, 2 wrong usage, 4 timed out.
    """
    # use cases of the house log; a person wants to hear only what is wrong, and stdout belongs to the results
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger("warning"),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


if __name__ == "__main__":
    main()
