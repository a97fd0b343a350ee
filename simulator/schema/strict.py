"""The rules of strict mode (facts A8): what a schema may hold, and how large it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from simulator.schema.errors import SchemaProblem

MAX_CHARACTERS = 5_000
MAX_DEPTH = 10
MAX_PROPERTIES = 500
MAX_ENUM_VALUES = 500
MAX_ANY_OF = 5
LONG_ENUM_VALUES = 250
LONG_ENUM_CHARACTERS = 7_500

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
        "const",
        "anyOf",
        "$ref",
        "$defs",
    }
)
_TEXTS = frozenset({"title", "description"})
_SUPPORTED = _STRUCTURE | _NUMERIC | _TEXTS


@dataclass(slots=True)
class _Totals:
    properties: int = 0
    enum_values: int = 0


def check_strict(schema: object) -> None:
    """Raises SchemaProblem at the first rule of strict mode that the schema breaks."""
    if not isinstance(schema, dict) or schema.get("type") != "object":
        raise SchemaProblem("the root of the schema must be of type object")
    size = len(orjson.dumps(schema).decode())
    if size > MAX_CHARACTERS:
        raise SchemaProblem(f"the schema has {size} characters, at most {MAX_CHARACTERS} are allowed")
    totals = _Totals()
    _check_node(schema, "$", 1, totals)
    for name, definition in schema.get("$defs", {}).items():
        _check_node(definition, f"$.$defs.{name}", 1, totals)
    if totals.properties > MAX_PROPERTIES:
        raise SchemaProblem(f"the schema has {totals.properties} properties, at most {MAX_PROPERTIES} are allowed")
    if totals.enum_values > MAX_ENUM_VALUES:
        raise SchemaProblem(f"the schema has {totals.enum_values} enum values, at most {MAX_ENUM_VALUES} are allowed")
    _check_references(schema)


def _check_node(node: object, place: str, depth: int, totals: _Totals) -> None:
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
        _check_object(node, place, totals)
    if kind == "array":
        _check_array(node, place)
    _check_enum(node, place, totals)
    for name, child in _children(node):
        _check_node(child, f"{place}.{name}", depth, totals)


def _check_object(node: dict[str, object], place: str, totals: _Totals) -> None:
    if node.get("additionalProperties") is not False:
        raise SchemaProblem(f"'additionalProperties' is required to be supplied and to be false at {place}")
    properties, required = node.get("properties", {}), node.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise SchemaProblem(f"properties must be an object and required a list at {place}")
    missing = [name for name in required if name not in properties]
    if missing:
        raise SchemaProblem(f"required names {missing[0]!r}, which is no property, at {place}")
    totals.properties += len(properties)


def _check_array(node: dict[str, object], place: str) -> None:
    items = node.get("items")
    if "prefixItems" in node:
        if items is not False or not isinstance(node["prefixItems"], list):
            raise SchemaProblem(f"prefixItems must be a list and needs items: false at {place}")
    elif not isinstance(items, dict):
        raise SchemaProblem(f"an array needs items with a schema at {place}")


def _check_enum(node: dict[str, object], place: str, totals: _Totals) -> None:
    if "enum" not in node:
        return
    values = node["enum"]
    if not isinstance(values, list) or not values:
        raise SchemaProblem(f"enum must be a list with values at {place}")
    if any(isinstance(value, (dict, list)) for value in values):
        raise SchemaProblem(f"enum values must be plain values at {place}")
    totals.enum_values += len(values)
    letters = sum(len(str(value)) for value in values)
    if len(values) > LONG_ENUM_VALUES and letters > LONG_ENUM_CHARACTERS:
        raise SchemaProblem(
            f"an enum of over {LONG_ENUM_VALUES} values may have {LONG_ENUM_CHARACTERS} characters at {place}"
        )


def _children(node: dict[str, object]) -> Iterator[tuple[str, object]]:
    properties = node.get("properties")
    if isinstance(properties, dict):
        yield from properties.items()
    if isinstance(node.get("items"), dict):
        yield "items", node["items"]
    for keyword, most in (("prefixItems", MAX_PROPERTIES), ("anyOf", MAX_ANY_OF)):
        options = node.get(keyword)
        if options is None:
            continue
        if not isinstance(options, list) or not 0 < len(options) <= most:
            raise SchemaProblem(f"{keyword} must be a list of 1 to {most} schemas")
        yield from ((f"{keyword}[{at}]", option) for at, option in enumerate(options))


def _check_references(root: dict[str, object]) -> None:
    """Every $ref is internal, and following them never comes back to where it started."""
    definitions = root.get("$defs", {})
    if not isinstance(definitions, dict):
        raise SchemaProblem("$defs must be an object")
    uses = {name: set(_references(definition)) for name, definition in definitions.items()}
    for name in {
        *_references({key: value for key, value in root.items() if key != "$defs"}),
        *(use for found in uses.values() for use in found),
    }:
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


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        target = node.get("$ref")
        if isinstance(target, str):
            yield target.removeprefix("#/$defs/")
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
