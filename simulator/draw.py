"""Draws without a random generator: the same question always gives the same number."""

from __future__ import annotations

from hashlib import blake2b

_SPAN = 2**64


def draw(purpose: str, *parts: bytes | str | int) -> float:
    """A number in [0, 1) that depends on the purpose and the parts alone, evenly spread over different parts."""
    return draw_integer(purpose, *parts) / _SPAN


def draw_integer(purpose: str, *parts: bytes | str | int) -> int:
    """A 64-bit number that depends on the purpose and the parts alone."""
    digest = blake2b(purpose.encode(), digest_size=8)
    for part in parts:
        digest.update(b"\0" + (part if isinstance(part, bytes) else str(part).encode()))
    return int.from_bytes(digest.digest())
