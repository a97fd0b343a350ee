"""Checks rows as read and makes leads of them; everything that is wrong with any row is found in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Fault, json_pointer
from shared.leads.check_values import (
    RefusedValue,
    check_additional,
    check_company_name,
    check_email,
    check_text,
    check_website,
)
from shared.leads.fields import ROW_FIELDS, TEXT_FIELDS, LeadField, suggest_field
from shared.leads.identity import lead_identity

MAX_FIELDS_IN_A_LEAD = 64
# finding a near name is slow; a sender who writes other names in every lead is told the list instead
_MAX_SUGGESTIONS = 64
_CUSTOM_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHOWABLE_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,64}")
_NOTHING: Mapping[str, str] = {}

_CHECKS: Mapping[str, Callable[[LeadField, object], str]] = {
    "company_name": check_company_name,
    "company_website": check_website,
    "contact_email": check_email,
}
_PLAN = tuple((its, its.name, _CHECKS.get(its.name, check_text), its.name == "company_name") for its in TEXT_FIELDS)


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as read, before checking: fields by canonical name, and where they stood."""

    fields: Mapping[str, object]
    row: int | None  # a file: 1-based line where the row starts, a header is line 1; None for JSON
    index: int  # 0-based position among the rows handed in
    columns: Mapping[str, str] = field(default_factory=dict)  # a table: header of each field's column
    cells: Sequence[str] = ()  # a table: the row as it came
    faults: tuple[Fault, ...] = ()  # what the reader found; such a row is not checked further


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A row that is good: `input` holds only fields that are there, stripped and not empty."""

    index: int
    custom_id: str
    input: dict[str, Any]
    identity: str


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """The good rows and every fault of the others, both in input order; `faults` has them by the row's index."""

    good: list[LeadRow]
    bad: list[Fault]
    faults: dict[int, list[Fault]]

    @property
    def bad_rows(self) -> set[int]:
        """The indexes of the rows with a fault."""
        return set(self.faults)


def _pointer(*parts: str | int) -> str:
    """Where in the body that was sent, below its leads."""
    return json_pointer("leads", *parts)


def _fault(row: RawRow, code: str, detail: str, name: str | None = None, key: str | None = None) -> Fault:
    if row.row is None:
        parts = [part for part in (name, key) if part is not None]
        return Fault(code, detail, pointer=_pointer(row.index, *parts))
    column = key if key is not None else row.columns.get(name, name) if name else None
    return Fault(code, detail, row=row.row, column=column)


def json_rows(leads: Sequence[object]) -> list[RawRow]:
    """The items of a JSON array as rows; one that is not an object becomes a row with that fault."""
    rows = []
    for index, lead in enumerate(leads):
        if isinstance(lead, dict):
            rows.append(RawRow(lead, None, index, _NOTHING))
        else:
            detail = "A lead must be an object with at least company_name."
            fault = Fault("not_an_object", detail, pointer=_pointer(index))
            rows.append(RawRow({}, None, index, _NOTHING, faults=(fault,)))
    return rows


class _Checker:
    """What is remembered from row to row: the ids already given, and names already looked up."""

    def __init__(self) -> None:
        self.given: dict[str, RawRow] = {}
        self.suggestions: dict[str, str | None] = {}

    def check(self, row: RawRow) -> tuple[dict[str, Any], str | None, list[Fault]]:
        """The lead's input, the id it came with, and its faults."""
        fields = row.fields
        if row.faults:
            return {}, None, list(row.faults)
        faults: list[Fault] = []
        kept: dict[str, Any] = {}
        for its, name, check, required in _PLAN:
            value = fields.get(name)
            if value is None and not required:
                continue
            try:
                checked = check(its, value)
            except RefusedValue as refused:
                faults.append(_fault(row, refused.code, refused.detail, name))
            else:
                if checked:
                    kept[name] = checked
        additional = fields.get("additional_data")
        if additional is not None:
            data, refusals = check_additional(additional)
            faults += [_fault(row, its.code, its.detail, "additional_data", key) for key, its in refusals]
            if data:
                kept["additional_data"] = data
        custom_id = self._custom_id(row, fields.get("custom_id"), faults)
        if not fields.keys() <= ROW_FIELDS:
            self._unknown_fields(row, faults)
        return kept, custom_id, faults

    def _custom_id(self, row: RawRow, value: object, faults: list[Fault]) -> str | None:
        text = value.strip() if isinstance(value, str) else value
        if text is None or text == "":
            return None
        if not isinstance(text, str) or not _CUSTOM_ID.fullmatch(text):
            detail = "custom_id must be text of 1 to 64 letters A-Z a-z, digits, _ or -; change it or leave it out."
            faults.append(_fault(row, "invalid_custom_id", detail, "custom_id"))
            return None
        first = self.given.setdefault(text, row)
        if first is not row:
            where = _pointer(first.index) if first.row is None else f"row {first.row}"
            detail = f"custom_id is the same as that of {where}; give each lead its own or leave it out."
            faults.append(_fault(row, "duplicate_custom_id", detail, "custom_id"))
        return text

    def _unknown_fields(self, row: RawRow, faults: list[Fault]) -> None:
        if len(row.fields) > MAX_FIELDS_IN_A_LEAD:
            detail = f"The lead has {len(row.fields):,} fields; put what is your own into additional_data."
            faults.append(_fault(row, "too_many_fields", detail))
            return
        for name in (name for name in row.fields if name not in ROW_FIELDS):
            shown = name if _SHOWABLE_NAME.fullmatch(name) else None
            near = self._suggestion(shown) if shown else None
            hint = f"did you mean {near}?" if near else "put what is your own into additional_data."
            faults.append(_fault(row, "unknown_field", f"A lead has no such field; {hint}", shown))

    def _suggestion(self, name: str) -> str | None:
        if name not in self.suggestions:
            if len(self.suggestions) >= _MAX_SUGGESTIONS:
                return None
            self.suggestions[name] = suggest_field(name)
        return self.suggestions[name]


def _free_id(row: RawRow, given: Mapping[str, RawRow]) -> str:
    """`row-<line>`, for JSON `row-<position from 1>`; with a number behind it where the sender used that already."""
    wanted = f"row-{row.index + 1 if row.row is None else row.row}"
    free, number = wanted, 1
    while free in given:
        number += 1
        free = f"{wanted}-{number}"
    return free


def check_rows(rows: Iterable[RawRow]) -> CheckedRows:
    """Check every row; a row with any fault is bad as a whole, two rows of the same person are both good."""
    checker = _Checker()
    passed: list[tuple[RawRow, str | None, dict[str, Any]]] = []
    bad: list[Fault] = []
    faults_by_row: dict[int, list[Fault]] = {}
    for row in rows:
        lead, custom_id, faults = checker.check(row)
        if faults:
            bad += faults
            faults_by_row[row.index] = faults
        else:
            passed.append((row, custom_id, lead))
    # ids are made only now, when all that were given are known
    good = [
        LeadRow(row.index, custom_id or _free_id(row, checker.given), lead, lead_identity(lead))
        for row, custom_id, lead in passed
    ]
    return CheckedRows(good, bad, faults_by_row)
