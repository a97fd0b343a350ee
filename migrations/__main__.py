"""`python -m migrations`: wait for the database, then upgrade it to the newest migration."""

from __future__ import annotations

import os
import sys

from migrations.upgrade import upgrade
from shared.database.engine import wait_for_url
from shared.errors import SalesAgentError


def main() -> int:
    """Exit code 0 when the database is at the head, 2 when it cannot be reached or DATABASE_URL is missing."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        print("DATABASE_URL is not set: the PostgreSQL database to migrate", file=sys.stderr)  # noqa: T201
        return 2
    try:
        wait_for_url(url)
    except SalesAgentError as error:
        print(error.detail, file=sys.stderr)  # noqa: T201
        return 2
    upgrade(url)
    return 0


if __name__ == "__main__":
    sys.exit(main())
