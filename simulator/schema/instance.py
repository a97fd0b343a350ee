"""Instances of a schema: built in its order of properties, with preferred values wherever they fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from simulator.schema.errors import SchemaProblem
from simulator.schema.number import fits, number_within


class _Missing:
    """Stands for "nothing is preferred here"; None is a value of JSON."""


MISSING = _Missing()


class Builder(Protocol):
    """Builds a valid instance of one schema."""

    def accepts(self, preferred: object) -> bool:
        """Whether the preferred value has the kind that this schema wants."""

    def build(self, preferred: object = MISSING) -> object:
        """A valid instance: the preferred value where it fits, else a plain one."""


class Recursion(SchemaProblem):
    """A schema that holds itself at a place where something must stand."""


class _Object:
    def __init__(self, fields: tuple[tuple[str, Builder, bool], ...]) -> None:
        self._fields = tuple((name, builder.build, required) for name, builder, required in fields)

    def accepts(self, preferred: object) -> bool:
        return isinstance(preferred, dict)

    def build(self, preferred: object = MISSING) -> object:
        given = preferred if isinstance(preferred, dict) else {}
        built = {}
        for name, build, required in self._fields:
            if name in given:
                built[name] = build(given[name])
            elif required:
                built[name] = build()
        return built


class _Array:
    """A list of any length (`item` None: the empty one is all there is), or, with `prefix`, of exactly those items."""

    def __init__(self, item: Builder | None, prefix: tuple[Builder, ...] | None = None) -> None:
        self._item = item
        self._prefix = prefix

    def accepts(self, preferred: object) -> bool:
        return isinstance(preferred, (list, tuple))

    def build(self, preferred: object = MISSING) -> object:
        given = list(preferred) if isinstance(preferred, (list, tuple)) else None
        if self._prefix is not None:
            values = given or []
            return [
                builder.build(values[at] if at < len(values) else MISSING) for at, builder in enumerate(self._prefix)
            ]
        if self._item is None:
            return []
        return [self._item.build(value) for value in given] if given is not None else [self._item.build()]


class _Choice:
    def __init__(self, values: list[object]) -> None:
        self._values = values
        self._texts = frozenset(value for value in values if isinstance(value, str))
        self._plain = "unknown" if "unknown" in values else "" if "" in values else values[0]

    def accepts(self, preferred: object) -> bool:
        if isinstance(preferred, str):
            return preferred in self._texts
        return any(type(value) is type(preferred) and value == preferred for value in self._values)

    def build(self, preferred: object = MISSING) -> object:
        return preferred if self.accepts(preferred) else self._plain


class _Text:
    def __init__(self, plain: str) -> None:
        self._plain = plain

    def accepts(self, preferred: object) -> bool:
        return isinstance(preferred, str)

    def build(self, preferred: object = MISSING) -> object:
        return preferred if isinstance(preferred, str) else self._plain


class _Number:
    """Takes a level written as text ("3") for the number that it is."""

    def __init__(self, node: Mapping[str, object], *, whole: bool) -> None:
        self._node = node
        self._whole = whole
        self._plain = number_within(node, whole=whole)

    def accepts(self, preferred: object) -> bool:
        value = _as_number(preferred)
        return value is not None and fits(value, self._node, whole=self._whole)

    def build(self, preferred: object = MISSING) -> object:
        value = _as_number(preferred)
        return value if value is not None and self.accepts(value) else self._plain


class _Boolean:
    """Takes "yes" and "no" for what they mean."""

    def accepts(self, preferred: object) -> bool:
        return isinstance(preferred, bool) or preferred in ("yes", "no")

    def build(self, preferred: object = MISSING) -> object:
        return preferred is True or preferred == "yes"


class _Null:
    def accepts(self, preferred: object) -> bool:
        return preferred is None or preferred == "unknown"

    def build(self, preferred: object = MISSING) -> object:
        return None


class _Union:
    def __init__(self, options: tuple[Builder, ...]) -> None:
        self._options = options

    def accepts(self, preferred: object) -> bool:
        return any(option.accepts(preferred) for option in self._options)

    def build(self, preferred: object = MISSING) -> object:
        fitting = (option for option in self._options if option.accepts(preferred))
        return next(fitting, self._options[0]).build(preferred)


def _as_number(preferred: object) -> int | float | None:
    if isinstance(preferred, str) and preferred.isascii() and preferred.isdigit():
        return int(preferred)
    return preferred if isinstance(preferred, (int, float)) and not isinstance(preferred, bool) else None


def compile_schema(schema: object) -> Builder:
    """The builder of the schema; raises SchemaProblem where nothing can be built (a bad node, an endless one)."""
    return _compile(schema, schema, "value", ())


def _compile(node: object, root: object, name: str, trail: tuple[str, ...]) -> Builder:
    if not isinstance(node, dict):
        raise SchemaProblem("a schema must be an object")
    if "$ref" in node:
        target = node["$ref"]
        if target in trail:
            raise Recursion(f"recursion is not supported: {target!r} holds itself")
        return _compile(_resolve(root, target), root, name, (*trail, str(target)))
    values = [node["const"]] if "const" in node else node.get("enum")
    if isinstance(values, list) and values:
        return _Choice(values)
    if isinstance(node.get("anyOf"), list):
        return _compile_union(node["anyOf"], root, name, trail)
    return _compile_typed(node, root, name, trail)


def _compile_typed(node: dict[str, object], root: object, name: str, trail: tuple[str, ...]) -> Builder:
    kind = node.get("type", "object" if "properties" in node else "string")
    match kind:
        case list():
            builder = _compile_union([{**node, "type": one} for one in kind], root, name, trail)
        case "object":
            builder = _compile_object(node, root, trail)
        case "array":
            builder = _compile_array(node, root, name, trail)
        case "number" | "integer":
            builder = _Number(node, whole=kind == "integer")
        case "string":
            builder = _Text(name)
        case "boolean":
            builder = _Boolean()
        case "null":
            builder = _Null()
        case _:
            raise SchemaProblem(f"type {kind!r} is not known")
    return builder


def _compile_object(node: dict[str, object], root: object, trail: tuple[str, ...]) -> Builder:
    properties, required = node.get("properties", {}), node.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise SchemaProblem("properties must be an object and required a list")
    fields = []
    for name, child in properties.items():
        try:
            builder = _compile(child, root, name.replace("_", " "), trail)
        except Recursion:
            if name in required:
                raise
            continue
        fields.append((name, builder, name in required))
    return _Object(tuple(fields))


def _compile_array(node: dict[str, object], root: object, name: str, trail: tuple[str, ...]) -> Builder:
    prefix = node.get("prefixItems")
    if isinstance(prefix, list):
        return _Array(None, tuple(_compile(item, root, name, trail) for item in prefix))
    items = node.get("items", {"type": "string"})
    try:
        return _Array(_compile({"type": "string"} if items is True else items, root, name, trail))
    except Recursion:
        return _Array(None)


def _compile_union(options: list[object], root: object, name: str, trail: tuple[str, ...]) -> Builder:
    builders, endless = [], None
    for option in options:
        try:
            builders.append(_compile(option, root, name, trail))
        except Recursion as error:
            endless = error
    if not builders:
        raise endless or SchemaProblem("anyOf has no option")
    return _Union(tuple(builders))


def _resolve(root: object, target: object) -> object:
    if not isinstance(target, str) or not target.startswith("#"):
        raise SchemaProblem(f"$ref {target!r} is not internal")
    node = root
    for part in target.removeprefix("#").split("/")[1:]:
        part_name = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(node, dict) or part_name not in node:
            raise SchemaProblem(f"$ref {target!r} leads nowhere")
        node = node[part_name]
    return node


def property_names(schema: object, name: str) -> tuple[str, ...]:
    """The properties of the root's property `name`, in order; empty where it is none, or no object."""
    node = schema
    for step in ("properties", name):
        node = _followed(node, schema)
        node = node.get(step) if isinstance(node, dict) else None
    node = _followed(node, schema)
    properties = node.get("properties") if isinstance(node, dict) else None
    return tuple(properties) if isinstance(properties, dict) else ()


def _followed(node: object, root: object) -> object:
    return _resolve(root, node["$ref"]) if isinstance(node, dict) and "$ref" in node else node
