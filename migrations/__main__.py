"""`python -m migrations`: wait for the database, then upgrade it; with `--check`: only tell what it lacks."""

from __future__ import annotations

import os
import sys

from migrations.check import NOT_REACHED, check
from migrations.upgrade import upgrade
from shared.database.engine import wait_for_url
from shared.errors import SalesAgentError


def main(arguments: list[str]) -> int:
    """Exit code 0 when the database is at the head, 2 when it cannot be reached or DATABASE_URL is missing.

    With `--check` nothing is changed: 3 says that migrations are missing, 4 that the database is a newer version's.
    """
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        print("DATABASE_URL is not set: the PostgreSQL database to migrate", file=sys.stderr)  # noqa: T201
        return NOT_REACHED
    if arguments == ["--check"]:
        return check(url)
    try:
        wait_for_url(url)
    except SalesAgentError as error:
        print(error.detail, file=sys.stderr)  # noqa: T201
        return NOT_REACHED
    upgrade(url)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
