"""The prompt cache (facts A9): which beginnings of prompts were seen lately."""

from __future__ import annotations

from collections import OrderedDict

BLOCK_TOKENS = 128
LIFETIME_SECONDS = 300.0
_MOST = 1_024


class SeenPrefixes:
    """System messages and when they last came: exact as a prefix cache for prompts whose fixed part stands there."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], float] = OrderedDict()

    def cached_tokens(self, model: str, prefix: str, tokens: int, *, now: float) -> int:
        """How many of the prefix's tokens were known, in whole blocks; it comes now, at `now` monotonic seconds."""
        key = (model, prefix)
        last = self._seen.pop(key, None)
        self._seen[key] = now
        if len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        if last is None or now - last > LIFETIME_SECONDS:
            return 0
        return tokens // BLOCK_TOKENS * BLOCK_TOKENS
