"""The rules of strict mode, each broken once."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from simulator.schema.errors import SchemaProblem
from simulator.schema.strict import check_strict


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _nested(levels: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"type": "string"}
    for _ in range(levels):
        inner = _object(a=inner)
    return inner


GOOD: dict[str, Any] = {
    **_object(
        name={"type": "string", "description": "what it is called"},
        level={"enum": ["0", "1"]},
        share={"type": "number", "minimum": 0, "exclusiveMaximum": 1},
        tags={"type": "array", "items": {"type": "string"}},
        pair={"type": "array", "prefixItems": [{"type": "string"}, {"type": "null"}], "items": False},
        either={"anyOf": [{"type": "integer"}, {"type": "null"}]},
        part={"$ref": "#/$defs/part"},
    ),
    "$defs": {"part": _object(on={"type": "boolean"})},
}

BROKEN: dict[str, Any] = {
    "root of the schema must be of type object": {"type": "array", "items": {"type": "string"}},
    "additionalProperties": _object(a={"type": "object", "properties": {}}),
    "'pattern' is not supported": _object(a={"type": "string", "pattern": "x"}),
    "'minItems' is not supported": _object(a={"type": "array", "items": {"type": "string"}, "minItems": 1}),
    "'definitions' is not supported": {**_object(), "definitions": {}},
    "list of types": _object(a={"type": ["string", "null"]}),
    "needs items": _object(a={"type": "array", "items": True}),
    "items: false": _object(a={"type": "array", "prefixItems": [{"type": "string"}]}),
    "'b', which is no property": {**_object(a={"type": "string"}), "required": ["b"]},
    "['b'], which is no property": {**_object(a={"type": "string"}), "required": [["b"]]},
    "'const' is not supported": _object(a={"type": "string", "const": "x"}),
    "list with values": _object(a={"enum": []}),
    "plain values": _object(a={"enum": [{}]}),
    "anyOf must be a list of 1 to 5": _object(a={"anyOf": [{"type": "string"}] * 6}),
    "type, enum, anyOf or $ref": _object(a={}),
    "schema must be an object": _object(a=True),
    "is not there": _object(a={"$ref": "https://example.com/schema"}),
    "recursion": {**_object(a={"$ref": "#/$defs/b"}), "$defs": {"b": _object(b={"$ref": "#/$defs/b"})}},
    "$defs must stand at the root": _object(a={**_object(), "$defs": {}}),
    "$defs must be an object": {**_object(), "$defs": []},
    "deeper than 10": _nested(11),
    "at most 5000": _object(a={"type": "string", "description": "x" * 5000}),
    "501 enum values": _object(a={"enum": list(range(501))}),
}


class TestCheckStrict:
    def test_takes_all_that_is_supported(self, schema: dict[str, Any]) -> None:
        check_strict(GOOD)
        check_strict(schema)
        check_strict(_nested(10))

    @pytest.mark.parametrize("rule", BROKEN)
    def test_names_the_rule_that_is_broken(self, rule: str) -> None:
        with pytest.raises(SchemaProblem) as caught:
            check_strict(BROKEN[rule])
        assert rule in str(caught.value)

    def test_changes_nothing(self) -> None:
        before = copy.deepcopy(GOOD)
        check_strict(GOOD)
        assert before == GOOD
