"""Faults of a request as they are answered, and those that a marshmallow schema finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from marshmallow import ValidationError
from marshmallow.fields import Field

from shared.errors import Fault, json_pointer

UNKNOWN = "There is no such field here."
_CODES = {UNKNOWN: "unknown", Field.default_error_messages["required"]: "missing"}
# where webargs looked; "json" is the body
_BODY = "json"


@dataclass(frozen=True, slots=True)
class ParameterFault(Fault):
    """A fault of a parameter of the URL, by its name."""

    parameter: str | None = None


def present_fault(fault: Fault) -> dict[str, Any]:
    """A fault as it is answered: where, code, detail; what does not apply is left out."""
    return {name: value for name, value in asdict(fault).items() if value is not None}


def faults_of(error: ValidationError) -> list[Fault]:
    """Every fault that a schema found; messages are nested by location, then by field, as webargs nests them."""
    found: list[Fault] = []
    for location, messages in _by_location(error).items():
        for path, text in _flatten(messages, ()):
            found.append(_fault(str(location), path, text))
    return found


def _by_location(error: ValidationError) -> Mapping[str, Any]:
    return error.messages if isinstance(error.messages, dict) else {_BODY: error.messages}


def _fault(location: str, path: Sequence[str], text: str) -> Fault:
    code = _CODES.get(text, "invalid_value")
    if location == _BODY:
        return Fault(code, text, pointer=json_pointer(*path))
    return ParameterFault(code, text, parameter=path[0] if path else None)


def _flatten(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flatten(inner, path if name == "_schema" else (*path, str(name)))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flatten(inner, path)
    else:
        yield path, str(messages)
