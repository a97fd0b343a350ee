"""What a key may do."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """One right of a key; a key holds one or more."""

    SUBMIT = "submit"
    READ = "read"
    CONFIGURE = "configure"
