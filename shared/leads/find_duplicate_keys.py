"""Finds keys that a JSON object has twice: readers keep the last and lose the first without a word."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

Path = tuple[str | int, ...]


class _Twice(Exception):
    """Some object has a key twice."""


class _Pairs(list[tuple[str, Any]]):
    """An object as it is written."""


def _refuse_twice(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise _Twice


# a number becomes its length: Python refuses to make an integer of more than 4,300 digits
_LOOK = json.JSONDecoder(object_pairs_hook=_refuse_twice, parse_int=len, parse_float=len)
_KEEP = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=len, parse_float=len)


def find_duplicate_keys(text: str) -> list[Path]:
    """Where valid JSON repeats a key, in the order of the text; raises RecursionError some hundred levels deep."""
    try:
        _LOOK.decode(text)
    except _Twice:
        return _paths(_KEEP.decode(text))
    return []


def _paths(root: Any) -> list[Path]:
    found: list[Path] = []
    waiting: list[tuple[Path, Any]] = [((), root)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _Pairs):
            times = Counter(key for key, _ in value)
            found += [(*path, key) for key, count in times.items() if count > 1]
            inner = [((*path, key), its) for key, its in value]
        elif isinstance(value, list):
            inner = [((*path, at), its) for at, its in enumerate(value)]
        else:
            continue
        waiting += reversed([(its_path, its) for its_path, its in inner if isinstance(its, list)])
    return found
