"""Errors of access: one text for every key, link or session that does not open, so that nobody learns why."""

from __future__ import annotations

from shared.access.scopes import Scope
from shared.errors import Forbidden, NotFound, Unauthenticated


class KeyRefused(Unauthenticated):
    """The key is missing, malformed, unknown, expired or revoked; the answer is the same for all."""

    code = "key_refused"

    def __init__(self) -> None:
        super().__init__("A valid API key is needed: send it as `Authorization: Bearer sa_…`.")


class LinkRefused(Unauthenticated):
    """The link was used, has expired or is unknown, or its key opens nothing; the answer is the same for all."""

    code = "link_refused"

    def __init__(self) -> None:
        super().__init__("This link was used, has expired or is unknown; `sales-agent sign-in` prints a new one.")


class SessionEnded(Unauthenticated):
    """The session that the cookie names is over or unknown."""

    code = "session_ended"

    def __init__(self) -> None:
        super().__init__("Your session has ended; sign in again.")


class ScopeMissing(Forbidden):
    """The key is valid but was not given this right."""

    code = "scope_missing"

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"This key lacks the scope `{scope.value}`.")


class KeyNotFound(NotFound):
    """There is no key with this id."""

    code = "key_not_found"
