"""Where the tree is."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tree() -> Path:
    """The top of the checkout."""
    return Path(__file__).parents[2]
