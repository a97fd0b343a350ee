"""The two streams of a command: results on stdout, everything a person watches on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console

PIPED_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command writes; with `as_json` stdout carries JSON and nothing else."""

    out: Console
    err: Console
    as_json: bool = False

    @classmethod
    def of_process(cls, *, as_json: bool = False) -> Terminal:
        """The streams of this process; NO_COLOR, dumb terminals and pipes are honoured by rich itself."""
        return cls(out=_console(stderr=False), err=_console(stderr=True), as_json=as_json)

    @property
    def talk(self) -> Console:
        """Where sentences for people go: stdout, or stderr when stdout is for a machine."""
        return self.err if self.as_json else self.out

    def say(self, text: str, *, style: str | None = None) -> None:
        """One line for a person; it is never wrapped by us, so that what is piped can be searched."""
        self.talk.print(text, style=style, soft_wrap=True)

    def note(self, text: str, *, style: str | None = None) -> None:
        """One line beside the result, on stderr."""
        self.err.print(text, style=style, soft_wrap=True)

    def emit(self, document: Mapping[str, Any]) -> None:
        """One JSON document on one line of stdout."""
        sys.stdout.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
        sys.stdout.flush()


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    # rich takes 80 columns for a pipe, too narrow for tables that nobody sees in a window
    width = PIPED_WIDTH if not stream.isatty() and "COLUMNS" not in os.environ else None
    return Console(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)
