"""From a schema to the builder of its instances."""

from __future__ import annotations

from simulator.schema.builders import Array, Boolean, Builder, Choice, Null, Number, Object, Text, Union
from simulator.schema.errors import SchemaProblem


class Recursion(SchemaProblem):
    """A schema that holds itself at a place where something must stand."""


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
        return Choice(values)
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
            builder = Number(node, whole=kind == "integer")
        case "string":
            builder = Text(name)
        case "boolean":
            builder = Boolean()
        case "null":
            builder = Null()
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
    return Object(tuple(fields))


def _compile_array(node: dict[str, object], root: object, name: str, trail: tuple[str, ...]) -> Builder:
    prefix = node.get("prefixItems")
    if isinstance(prefix, list):
        return Array(None, tuple(_compile(item, root, name, trail) for item in prefix))
    items = node.get("items", {"type": "string"})
    try:
        return Array(_compile({"type": "string"} if items is True else items, root, name, trail))
    except Recursion:
        return Array(None)


def _compile_union(options: list[object], root: object, name: str, trail: tuple[str, ...]) -> Builder:
    builders, endless = [], None
    for option in options:
        try:
            builders.append(_compile(option, root, name, trail))
        except Recursion as error:
            endless = error
    if not builders:
        raise endless or SchemaProblem("anyOf has no option")
    return Union(tuple(builders))


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
