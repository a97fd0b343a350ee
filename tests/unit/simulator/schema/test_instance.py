"""Instances built from schemas."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.schema.builders import MISSING
from simulator.schema.errors import SchemaProblem
from simulator.schema.instance import compile_schema, property_names


def _build(schema: dict[str, Any], preferred: object = MISSING) -> Any:
    return compile_schema(schema).build(preferred)


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), **more}


class TestPlainInstances:
    @pytest.mark.parametrize(
        ("schema", "instance"),
        [
            ({"type": "string"}, "value"),
            ({"type": "boolean"}, False),
            ({"type": "null"}, None),
            ({"type": "integer", "minimum": 3}, 3),
            ({"type": "number", "exclusiveMinimum": 0, "maximum": 1}, 1.0),
            ({"enum": ["a", "b"]}, "a"),
            ({"enum": ["a", "unknown"]}, "unknown"),
            ({"const": 7}, 7),
            ({"type": ["null", "string"]}, None),
            ({"type": "array", "items": {"type": "integer"}}, [0]),
            ({"type": "array", "prefixItems": [{"type": "null"}, {"type": "boolean"}], "items": False}, [None, False]),
            ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, 0),
            (_object({"a_name": {"type": "string"}}), {"a_name": "a name"}),
        ],
    )
    def test_is_valid(self, schema: dict[str, Any], instance: object) -> None:
        assert _build(schema) == instance

    def test_keeps_the_order_of_the_schema_and_leaves_out_what_is_optional(self) -> None:
        schema = {
            "type": "object",
            "properties": {"b": {"type": "null"}, "a": {"type": "null"}, "c": {}},
            "required": ["a", "b"],
        }
        assert list(_build(schema)) == ["b", "a"]

    def test_follows_references(self) -> None:
        schema = _object({"x": {"$ref": "#/$defs/part"}}, **{"$defs": {"part": {"enum": [5]}}})
        assert _build(schema) == {"x": 5}

    @pytest.mark.parametrize(
        "schema",
        [
            {"type": "object", "properties": {"child": {"$ref": "#"}}},
            {"type": "object", "properties": {"child": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}},
            {"type": "object", "properties": {"child": {"type": "array", "items": {"$ref": "#"}}}},
        ],
    )
    def test_ends_a_recursion_where_the_schema_lets_it(self, schema: dict[str, Any]) -> None:
        assert _build({**schema, "required": []}) == {}

    @pytest.mark.parametrize(
        "schema",
        [
            _object({"child": {"$ref": "#"}}),
            {"anyOf": [{"$ref": "#"}]},
            {"$ref": "#/$defs/nowhere"},
            {"$ref": "other.json"},
            {"type": "date"},
            {"type": "integer", "minimum": 2, "maximum": 1},
            {"type": "integer", "multipleOf": 0},
            {"type": "object", "properties": []},
            {"anyOf": []},
            _object({"a": True}),
        ],
    )
    def test_says_where_nothing_can_be_built(self, schema: dict[str, Any]) -> None:
        with pytest.raises(SchemaProblem):
            compile_schema(schema)


class TestPreferredValues:
    @pytest.mark.parametrize(
        ("schema", "preferred", "instance"),
        [
            ({"type": "string"}, "words", "words"),
            ({"type": "string"}, 5, "value"),
            ({"enum": ["0", "1", "unknown"]}, "1", "1"),
            ({"enum": ["0", "1", "unknown"]}, "4", "unknown"),
            ({"enum": [0, 1]}, True, 0),
            ({"type": "integer", "maximum": 4}, "3", 3),
            ({"type": "integer", "maximum": 4}, "5", 0),
            ({"type": "boolean"}, "yes", True),
            ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "unknown", None),
            ({"anyOf": [{"type": "null"}, _object({"a": {"type": "string"}})]}, {"a": "x"}, {"a": "x"}),
            ({"anyOf": [{"type": "null"}, {"type": "array", "items": {"type": "string"}}]}, ["a", "b"], ["a", "b"]),
            (
                {"type": "array", "prefixItems": [{"type": "string"}, {"type": "null"}], "items": False},
                ["x"],
                ["x", None],
            ),
        ],
    )
    def test_go_where_they_fit(self, schema: dict[str, Any], preferred: object, instance: object) -> None:
        assert _build(schema, preferred) == instance

    def test_optional_members_stand_where_they_are_preferred(self) -> None:
        schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["b"]}
        assert _build(schema, {"a": "x", "c": "y"}) == {"a": "x", "b": "b"}


class TestPropertyNames:
    def test_names_the_members_also_behind_a_reference(self, schema: dict[str, Any]) -> None:
        assert property_names(schema, "criteria") == ("fit", "pain", "role", "budget")
        behind = {"properties": {"criteria": {"$ref": "#/$defs/c"}}, "$defs": {"c": {"properties": {"x": {}}}}}
        assert property_names(behind, "criteria") == ("x",)

    def test_of_a_foreign_schema_there_are_none(self) -> None:
        assert property_names({"type": "object", "properties": {"criteria": {"type": "string"}}}, "criteria") == ()
        assert property_names([], "criteria") == ()
