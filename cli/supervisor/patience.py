"""Waiting that a second Ctrl-C cuts short."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

HURRIED_SECONDS = 0.5
LOOK_EVERY_SECONDS = 0.02


class Patience:
    """How long to wait for others; once hurried, no wait takes longer than half a second more."""

    def __init__(self) -> None:
        self._hurried = threading.Event()

    def hurry(self) -> None:
        """Cut short every wait, those to come as well."""
        self._hurried.set()

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Whether the condition came true within these seconds, or within half a second after the hurry began."""
        deadline = time.monotonic() + seconds
        cut_short = False
        while not condition():
            if self._hurried.is_set() and not cut_short:
                deadline, cut_short = min(deadline, time.monotonic() + HURRIED_SECONDS), True
            if time.monotonic() >= deadline:
                return False
            time.sleep(LOOK_EVERY_SECONDS)
        return True
