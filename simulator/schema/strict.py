"""The rules of strict mode (facts A8): what a schema may hold, and how large it may be.

Two more limits, 500 properties and 7,500 characters in one enum, cannot be reached within 5,000 characters of schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from simulator.schema.errors import SchemaProblem

MAX_CHARACTERS = 5_000
MAX_DEPTH = 10
MAX_ENUM_VALUES = 500
MAX_ANY_OF = 5

_TYPES = frozenset({"object", "array", "string", "number", "integer", "boolean", "null"})
_NUMERIC = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
_STRUCTURE = frozenset(
    {
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "prefixItems",
        "enum",
        "anyOf",
        "$ref",
        "$defs",
    }
)
_TEXTS = frozenset({"title", "description"})
_SUPPORTED = _STRUCTURE | _NUMERIC | _TEXTS


def check_strict(schema: object) -> None:
    """Raises SchemaProblem at the first rule of strict mode that the schema breaks."""
    if not isinstance(schema, dict) or schema.get("type") != "object":
        raise SchemaProblem("the root of the schema must be of type object")
    size = len(orjson.dumps(schema).decode())
    if size > MAX_CHARACTERS:
        raise SchemaProblem(f"the schema has {size} characters, at most {MAX_CHARACTERS} are allowed")
    _check_node(schema, "$", 1)
    for name, definition in _definitions(schema).items():
        _check_node(definition, f"$.$defs.{name}", 1)
    values = sum(len(node["enum"]) for node in _nodes(schema) if isinstance(node.get("enum"), list))
    if values > MAX_ENUM_VALUES:
        raise SchemaProblem(f"the schema has {values} enum values, at most {MAX_ENUM_VALUES} are allowed")
    _check_references(schema)


def _check_node(node: object, place: str, depth: int) -> None:
    if not isinstance(node, dict):
        raise SchemaProblem(f"a schema must be an object at {place}")
    unknown = node.keys() - _SUPPORTED
    if unknown:
        raise SchemaProblem(f"the keyword {min(unknown)!r} is not supported at {place}")
    if "$defs" in node and place != "$":
        raise SchemaProblem(f"$defs must stand at the root, not at {place}")
    if not node.keys() & {"type", "enum", "const", "anyOf", "$ref"}:
        raise SchemaProblem(f"a type, enum, anyOf or $ref is needed at {place}")
    kind = node.get("type")
    if kind is not None and not (isinstance(kind, str) and kind in _TYPES):
        raise SchemaProblem(
            f"type must be one of {', '.join(sorted(_TYPES))} at {place}; a list of types is not supported"
        )
    if kind in ("object", "array"):
        depth += 1
        if depth > MAX_DEPTH + 1:
            raise SchemaProblem(f"the schema is nested deeper than {MAX_DEPTH} levels at {place}")
    if kind == "object":
        _check_object(node, place)
    if kind == "array":
        _check_array(node, place)
    _check_enum(node, place)
    for name, child in _children(node):
        _check_node(child, f"{place}.{name}", depth)


def _check_object(node: dict[str, object], place: str) -> None:
    if node.get("additionalProperties") is not False:
        raise SchemaProblem(f"'additionalProperties' is required to be supplied and to be false at {place}")
    properties, required = node.get("properties", {}), node.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise SchemaProblem(f"properties must be an object and required a list at {place}")
    for name in required:
        if not isinstance(name, str) or name not in properties:
            raise SchemaProblem(f"required names {name!r}, which is no property, at {place}")


def _check_array(node: dict[str, object], place: str) -> None:
    items = node.get("items")
    if "prefixItems" in node:
        if items is not False or not isinstance(node["prefixItems"], list):
            raise SchemaProblem(f"prefixItems must be a list and needs items: false at {place}")
    elif not isinstance(items, dict):
        raise SchemaProblem(f"an array needs items with a schema at {place}")


def _check_enum(node: dict[str, object], place: str) -> None:
    if "enum" not in node:
        return
    values = node["enum"]
    if not isinstance(values, list) or not values:
        raise SchemaProblem(f"enum must be a list with values at {place}")
    if any(isinstance(value, (dict, list)) for value in values):
        raise SchemaProblem(f"enum values must be plain values at {place}")


def _children(node: dict[str, object]) -> Iterator[tuple[str, object]]:
    properties = node.get("properties")
    if isinstance(properties, dict):
        yield from properties.items()
    if isinstance(node.get("items"), dict):
        yield "items", node["items"]
    for keyword, most in (("prefixItems", MAX_CHARACTERS), ("anyOf", MAX_ANY_OF)):
        options = node.get(keyword)
        if options is None:
            continue
        if not isinstance(options, list) or not 0 < len(options) <= most:
            raise SchemaProblem(f"{keyword} must be a list of 1 to {most} schemas")
        yield from ((f"{keyword}[{at}]", option) for at, option in enumerate(options))


def _definitions(root: dict[str, object]) -> dict[str, object]:
    definitions = root.get("$defs", {})
    if not isinstance(definitions, dict):
        raise SchemaProblem("$defs must be an object")
    return definitions


def _check_references(root: dict[str, object]) -> None:
    """Every $ref is internal, and following them never comes back to where it started."""
    definitions = _definitions(root)
    uses = {name: _references(definition) for name, definition in definitions.items()}
    for name in _references(root):
        if name not in uses:
            raise SchemaProblem(f"$ref must point to #/$defs, and {name!r} is not there")
    finished: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            raise SchemaProblem(f"recursion is not supported: {name!r} holds itself")
        if name not in finished:
            for use in uses[name]:
                visit(use, (*trail, name))
            finished.add(name)

    for name in uses:
        visit(name, ())


def _references(root: object) -> list[str]:
    targets = (node.get("$ref") for node in _nodes(root))
    return [target.removeprefix("#/$defs/") for target in targets if isinstance(target, str)]


def _nodes(node: object) -> Iterator[dict[str, Any]]:
    """The node and all that it holds, as far as they are objects."""
    if isinstance(node, dict):
        yield node
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(value)
