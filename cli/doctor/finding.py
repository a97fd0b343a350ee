"""One thing that was looked at, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether a thing is well; `unknown` is what could not be looked at because of another fault."""

    OK = "ok"
    FAULT = "fault"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and, unless all is well, what a person can do about it."""

    check: str
    state: State
    found: str
    remedy: str = ""


def well(check: str, found: str) -> Finding:
    """The thing is as it should be."""
    return Finding(check, State.OK, found)


def faulty(check: str, found: str, *, remedy: str) -> Finding:
    """The thing is not as it should be."""
    return Finding(check, State.FAULT, found, remedy)


def unseen(check: str, because: str) -> Finding:
    """The thing could not be looked at; what must be mended first is another finding."""
    return Finding(check, State.UNKNOWN, because)
