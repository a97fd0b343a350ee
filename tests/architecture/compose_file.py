"""Reads compose/compose.yaml as compose does: merges, extension fields, and the interpolation of its specification."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from tests.architecture.reading import TREE

PATH = TREE / "compose/compose.yaml"
# `$$`, `$NAME`, `${NAME}`, and `${NAME` with one of - :- ? :? + :+ and a word; anything else after a `$` is a mistake
_REFERENCE = re.compile(
    r"\$(?:(?P<escaped>\$)|(?P<bare>[A-Za-z_]\w*)"
    r"|\{(?P<name>[A-Za-z_]\w*)(?:(?P<rule>:?[-?+])(?P<word>[^{}$]*))?\}|(?P<wrong>))"
)


class ComposeRefused(Exception):
    """Compose would end here; the text names the variable and says what its author wrote."""


def whole() -> dict[str, Any]:
    """The file as written, anchors and merges resolved, variables not."""
    read: dict[str, Any] = yaml.safe_load(PATH.read_text())
    return read


def references(node: object) -> Iterator[re.Match[str]]:
    """Every reference to a variable below a node; extension fields count, too, since compose looks into them."""
    for text in texts(node):
        yield from (found for found in _REFERENCE.finditer(text) if not found["escaped"])


def texts(node: object) -> Iterator[str]:
    """Every text below a node, keys left out."""
    if isinstance(node, Mapping):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def interpolate(node: Any, environment: Mapping[str, str]) -> Any:
    """The node with every variable replaced; raises ComposeRefused where compose ends."""
    if isinstance(node, Mapping):
        return {key: interpolate(value, environment) for key, value in node.items()}
    if isinstance(node, list):
        return [interpolate(value, environment) for value in node]
    return _REFERENCE.sub(lambda found: _value(found, environment), node) if isinstance(node, str) else node


def _value(found: re.Match[str], environment: Mapping[str, str]) -> str:
    if found["escaped"]:
        return "$"
    name, rule, word = found["name"] or found["bare"], found["rule"] or "", found["word"] or ""
    if not name:
        raise ComposeRefused(f"invalid interpolation format: {found.string}")
    value = environment.get(name)
    # with a colon an empty value counts as none
    there = bool(value) if rule.startswith(":") else value is not None
    match rule.removeprefix(":"):
        case "?" if not there:
            raise ComposeRefused(f"required variable {name} is missing a value: {word}")
        case "-" if not there:
            return word
        case "+":
            return word if there else ""
        case _:
            return value or ""


SERVICES: dict[str, dict[str, Any]] = whole()["services"]
REQUIRED = sorted({found["name"] for found in references(whole()) if found["rule"] == ":?"})
GIVEN = {name: f"value-of-{name.lower()}" for name in REQUIRED}


def resolved(**more: str) -> dict[str, Any]:
    """The services as compose would start them, with every required variable given."""
    found: dict[str, Any] = interpolate(SERVICES, {**GIVEN, **more})
    return found
