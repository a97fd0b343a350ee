"""Where a person opens the dashboard."""

from __future__ import annotations

from cli.program import program

NOT_BUILT = "not built: `make web-build` builds it (needs Node.js 20.19 or newer)"


def sign_in_url(origin: str, token: str) -> str:
    """The page that signs in with this link; the token is in the fragment, which no server and no log gets to see."""
    return f"{origin}/sign-in#link={token}"


def how_to_open(url: str | None) -> str:
    """A one-time link with what a person must know of it, or how to get a dashboard where there is none."""
    return NOT_BUILT if url is None else f"{url}  (signs in once, within 12 hours; `{program()} sign-in` makes another)"
