"""How a person types this program where they stand."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAME = "sales-agent"


def program() -> str:
    """`sales-agent` where the shell finds this installation under that name, else the path to it from here."""
    beside = Path(sys.executable).with_name(NAME)
    found = shutil.which(NAME)
    if (found is not None and Path(found).samefile(beside)) or not beside.exists():
        return NAME
    return os.path.relpath(beside) if beside.is_relative_to(Path.cwd()) else str(beside)
