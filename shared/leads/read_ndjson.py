"""Reads leads from newline-delimited JSON: one object a line, blank lines allowed."""

from __future__ import annotations

import codecs
import io
from typing import Any

import orjson

from shared.errors import Fault, TooLarge
from shared.leads.errors import LeadFileError
from shared.leads.find_duplicate_keys import find_duplicate_keys
from shared.leads.validate import RawRow

_SHOWN_KEY_CHARS = 64


def read_ndjson(body: bytes, *, max_rows: int) -> list[RawRow]:
    """Each line that is not blank, as a row; what is wrong with a line stays with it.

    Raises LeadFileError if no line holds anything, TooLarge over `max_rows`.
    """
    rows: list[RawRow] = []
    for line, raw in enumerate(io.BytesIO(body.removeprefix(codecs.BOM_UTF8)), start=1):
        text = raw.strip()
        if not text:
            continue
        if len(rows) >= max_rows:
            raise TooLarge(f"The file has more than {max_rows:,} leads; split it into several jobs.")
        rows.append(_row(text, line, len(rows)))
    if not rows:
        detail = "The file is empty; send one JSON object a line, one line a lead."
        raise LeadFileError(detail, faults=[Fault("empty_file", detail)])
    return rows


def _row(text: bytes, line: int, index: int) -> RawRow:
    try:
        lead = orjson.loads(text)
        repeated = find_duplicate_keys(text.decode()) if isinstance(lead, dict) else []
    except orjson.JSONDecodeError as error:
        detail = f"The line is not valid JSON in UTF-8: column {error.colno}. Write one object a line."
        return _unfit(line, index, Fault("malformed_line", detail, row=line))
    except RecursionError:
        detail = "The line is nested too deeply; a lead is an object, and only additional_data holds another."
        return _unfit(line, index, Fault("malformed_line", detail, row=line))
    if not isinstance(lead, dict):
        detail = "A lead must be an object with at least company_name."
        return _unfit(line, index, Fault("not_an_object", detail, row=line))
    if repeated:
        detail = "The object has this key twice; keep one."
        faults = [Fault("duplicate_key", detail, row=line, column=_shown(path[-1])) for path in repeated]
        return _unfit(line, index, *faults)
    return RawRow(lead, line, index)


def _unfit(line: int, index: int, *faults: Fault) -> RawRow:
    return RawRow({}, line, index, faults=faults)


def _shown(key: Any) -> str | None:
    """A key as an answer may repeat it."""
    return key if isinstance(key, str) and len(key) <= _SHOWN_KEY_CHARS and key.isprintable() else None
