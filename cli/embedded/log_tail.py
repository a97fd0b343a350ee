"""The end of a log file, for an error's text."""

from __future__ import annotations

import os
from pathlib import Path

LAST_BYTES = 2_000
LAST_LINES = 4


def last_words(log_file: Path) -> str:
    """The last lines of the file on one line; a sentence if there are none."""
    try:
        with log_file.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - LAST_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        lines = []
    return " | ".join(line.strip() for line in lines[-LAST_LINES:] if line.strip()) or "it wrote nothing"
