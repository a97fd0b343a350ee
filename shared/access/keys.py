"""The form of an API key: `sa_<public prefix>_<secret>`; pure code."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
from dataclasses import dataclass, field

PREFIX_LENGTH = 8
SECRET_BYTES = 32
KEY_FORM = re.compile(r"sa_([a-z0-9]{8})_[A-Za-z0-9_-]{43}")

_PREFIX_ALPHABET = string.ascii_lowercase + string.digits


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is shown once; only `prefix` and `digest` are kept, so it prints neither."""

    prefix: str
    key: str = field(repr=False)
    digest: bytes = field(repr=False)


def make_key() -> NewKey:
    """A key with 256 random bits, base64url without padding."""
    prefix = "".join(secrets.choice(_PREFIX_ALPHABET) for _ in range(PREFIX_LENGTH))
    key = f"sa_{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
    return NewKey(prefix=prefix, key=key, digest=digest_of(key))


def digest_of(key: str) -> bytes:
    """SHA-256 of the whole key, 32 bytes; no salt and no stretching, since a secret of 256 bits cannot be guessed."""
    # JSON may hold halves of a character, which no secret of ours has: they are refused like any other wrong secret
    return hashlib.sha256(key.encode(errors="surrogatepass")).digest()


def find_prefix(presented: str) -> str | None:
    """The public prefix of what was presented, or None when it does not have the form of a key."""
    match = KEY_FORM.fullmatch(presented)
    return match[1] if match else None


def same_digest(left: bytes, right: bytes) -> bool:
    """Whether two digests are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(left, right)
