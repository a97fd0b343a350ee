"""The leases that this process still answers for; only these are renewed."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Iterable


class LiveLeases:
    """Counts the unsaved items of each lease token. A claim whose reply was lost is not here, and so it expires."""

    def __init__(self) -> None:
        self._unsaved: Counter[uuid.UUID] = Counter()
        self._lock = threading.Lock()

    def add(self, token: uuid.UUID, count: int) -> None:
        """Answer for `count` items claimed under the token."""
        with self._lock:
            self._unsaved[token] += count

    def end(self, tokens: Iterable[uuid.UUID]) -> None:
        """Stop answering for items that were saved, one a token given."""
        with self._lock:
            for token in tokens:
                self._unsaved[token] -= 1
                if self._unsaved[token] <= 0:
                    del self._unsaved[token]

    def tokens(self) -> list[uuid.UUID]:
        """The tokens to renew."""
        with self._lock:
            return list(self._unsaved)
