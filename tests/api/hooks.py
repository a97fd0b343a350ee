"""What schemathesis cannot know: which things there are, and rules that a schema cannot say."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

from tests.api.lawful import FILES, XLSX, lawful_body, lawful_query, workbook

# ids by parameter, and by operation where it needs things in a certain state
THINGS: dict[str, list[Any]] = json.loads(Path(os.environ["API_THINGS"]).read_text())
# one request in so many keeps the id that was made up: what is not there must be told, too
MADE_UP_EVERY = 6

LONGEST_QUERY = 3000
MOST_REPEATED = 4
MOST_CHARACTERS = 120

_counters: dict[str, Iterator[int]] = {}


@schemathesis.hook
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """Take `default` out of every operation: with it, no status would be undocumented."""
    for path in raw_schema["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict):
                operation.get("responses", {}).pop("default", None)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Let a request speak of things that there are, and one that is meant to be good keep every rule."""
    if case.meta is None:
        return
    operation = case.operation.definition.raw["operationId"]
    if not case.meta.is_negative_at(ParameterLocation.PATH) and case.meta.phase.name is not TestPhase.STATEFUL:
        # in the stateful phase ids come out of earlier answers
        case.path_parameters = {
            name: _existing(operation, name, value) for name, value in (case.path_parameters or {}).items()
        }
    if case.meta.generation.mode.is_positive:
        case.query = lawful_query(operation, case.media_type, dict(case.query or {}))
        if isinstance(case.body, dict):
            case.body = lawful_body(operation, case.body, THINGS)
        elif case.media_type in FILES:
            case.body = FILES[case.media_type](str(case.body))
    if case.query and len(urlencode(case.query, doseq=True)) > LONGEST_QUERY:
        bounded = {name: _bounded(value) for name, value in case.query.items()}
        case.query = lawful_query(operation, case.media_type, bounded)


def _bounded(value: Any) -> Any:
    """A value of the query that fits a request line, over which the HTTP server itself refuses before any operation."""
    if isinstance(value, list):
        return [_bounded(one) for one in value[:MOST_REPEATED]]
    return value[:MOST_CHARACTERS] if isinstance(value, str) else value


def _existing(operation: str, name: str, made_up: Any) -> Any:
    pool = THINGS.get(f"{operation}.{name}", THINGS.get(name))
    turn = next(_counters.setdefault(f"{operation}.{name}", itertools.count(1)))
    return made_up if not pool or turn % MADE_UP_EVERY == 0 else pool[turn % len(pool)]


@schemathesis.serializer("text/csv", "application/x-ndjson")
def write_text(context: Any, value: Any) -> bytes:
    """A file of lines as it is."""
    return str(value).encode()


@schemathesis.serializer(XLSX)
def write_workbook(context: Any, value: Any) -> bytes:
    """A text as a workbook that says it; what is no text, as it is."""
    return workbook(value) if isinstance(value, str) else str(value).encode()
