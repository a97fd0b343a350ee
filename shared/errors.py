"""The base of every error that speaks the business; doors map them to their own form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input, and where: a JSON pointer, or a row (1-based line of the file) and column."""

    code: str
    detail: str
    pointer: str | None = None
    row: int | None = None
    column: str | None = None


def json_pointer(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901) to what these keys and positions lead to."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


class SalesAgentError(Exception):
    """Anything the product refuses or cannot do; `code` is stable, `detail` is a sentence without lead data."""

    code = "internal_error"
    retryable = False
    retry_after_seconds: float | None = None
    # ids that a caller needs beside the code, by name
    members: Mapping[str, str] = MappingProxyType({})

    def __init__(self, detail: str, *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)


class Invalid(SalesAgentError):
    """The input cannot be accepted as it is; `faults` says where."""

    code = "invalid_input"


class NotFound(SalesAgentError):
    """What was asked for is not there."""

    code = "not_found"


class Conflict(SalesAgentError):
    """The state of the thing forbids what was asked."""

    code = "conflict"


class Unauthenticated(SalesAgentError):
    """No valid key came with the request."""

    code = "unauthenticated"


class Forbidden(SalesAgentError):
    """The key is valid but lacks the scope."""

    code = "forbidden"


class TooLarge(SalesAgentError):
    """The input is over a limit; `detail` names the limit."""

    code = "too_large"


class Unavailable(SalesAgentError):
    """Something we depend on is away; trying again later may work."""

    code = "unavailable"
    retryable = True
    retry_after_seconds = 2.0
