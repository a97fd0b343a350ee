"""Random tokens of sessions and sign-in links; pure code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from shared.access.keys import digest_of

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token as its holder gets it; only `digest` is kept, so it prints neither."""

    token: str = field(repr=False)
    digest: bytes = field(repr=False)


def make_token() -> NewToken:
    """256 random bits, base64url without padding, with their SHA-256."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return NewToken(token=token, digest=digest_of(token))
