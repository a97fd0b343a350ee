"""What an answer to a schema must look like: checked and compiled once for each schema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import orjson

from simulator.schema.builders import Builder
from simulator.schema.errors import SchemaProblem
from simulator.schema.instance import compile_schema, property_names
from simulator.schema.strict import check_strict


@dataclass(frozen=True, slots=True)
class Shape:
    """The builder of instances, and the keys under which the schema wants criteria and disqualifiers judged."""

    builder: Builder
    criteria: tuple[str, ...]
    disqualifiers: tuple[str, ...]


@lru_cache(maxsize=256)
def shape_of(schema: bytes, *, strict: bool) -> Shape:
    """The shape of a schema given as JSON bytes; raises SchemaProblem, with `strict` by all rules of strict mode."""
    try:
        content = orjson.loads(schema)
    except orjson.JSONDecodeError as error:
        raise SchemaProblem("the schema is not JSON") from error
    if strict:
        check_strict(content)
    return Shape(compile_schema(content), property_names(content, "criteria"), property_names(content, "disqualifiers"))
