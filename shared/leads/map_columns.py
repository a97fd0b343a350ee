"""Decides which field of a lead each column of a file holds, by its header or by what the sender says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.errors import Fault
from shared.leads.errors import LeadFileError
from shared.leads.fields import (
    LEAD_FIELDS,
    MAX_ADDITIONAL_KEY_CHARS,
    NAME_PARTS,
    ROW_FIELDS,
    fallback_field_for_header,
    field_for_header,
    normalise_header,
)

MAX_COLUMNS = 100
ADDITIONAL = "additional_data"
IGNORE = "ignore"
TARGETS = frozenset((*ROW_FIELDS, *NAME_PARTS, IGNORE))

_UNCLEAN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200d\u2060\ufeff]+")
# a first line that is data holds people; its cells must not come back in an error
_LIKE_DATA = re.compile(r"@|\d{4}|://|^.{65}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A column's header and the field that it fills; `key` is its name within additional_data."""

    header: str
    field: str
    key: str | None = None


def clean_header(header: str) -> str:
    """A header on one line, without control characters."""
    return _UNCLEAN.sub(" ", header).strip()


def _named_by_sender(headers: Sequence[str], mapping: Mapping[str, str]) -> tuple[dict[int, str], list[Fault]]:
    """Fields by position as the sender wants them, and what is wrong with the wish."""
    fields: dict[int, str] = {}
    faults = []
    for wanted, field in mapping.items():
        if field not in TARGETS:
            targets = ", ".join((*LEAD_FIELDS, "custom_id", *NAME_PARTS, IGNORE))
            detail = f"The mapping sends a column to a field that does not exist; the fields are {targets}."
            faults.append(Fault("unknown_mapping_target", detail, column=clean_header(wanted)))
            continue
        exact = [at for at, header in enumerate(headers) if header == clean_header(wanted)]
        plain = normalise_header(wanted)
        near = [at for at, header in enumerate(headers) if plain and normalise_header(header) == plain]
        if not (exact or near):
            detail = "The mapping names a column that the file does not have; copy its header from the first line."
            faults.append(Fault("unknown_mapping_column", detail, column=clean_header(wanted)))
        fields.update(dict.fromkeys(exact or near, field))
    return fields, faults


def _fields_of(headers: Sequence[str], named: Mapping[int, str]) -> list[str]:
    """The field of each column: as named, else by its header, else by its header if nobody else has that field."""
    sure = [named.get(at) or field_for_header(header) for at, header in enumerate(headers)]
    taken = {field for field in sure if field}
    fields = []
    for header, field in zip(headers, sure, strict=True):
        perhaps = fallback_field_for_header(header)
        # a whole name says more than its parts do, and two halves are not needed beside it
        surplus = perhaps in taken or (perhaps in NAME_PARTS and "contact_name" in taken)
        fields.append(field or (perhaps if perhaps and not surplus else ADDITIONAL))
    return fields


def _doubled(headers: Sequence[str], fields: Sequence[str], line: int) -> list[Fault]:
    """A fault for each field that several columns claim."""
    faults = []
    for field in dict.fromkeys(fields):
        columns = [header for header, its in zip(headers, fields, strict=True) if its == field]
        if len(columns) > 1 and field not in (ADDITIONAL, IGNORE):
            named = " and ".join(f"'{column}'" for column in columns)
            detail = f"The columns {named} all mean {field}; keep one, or map the others to additional_data or ignore."
            faults.append(Fault("duplicate_column", detail, row=line, column=columns[1]))
    return faults


def _no_company(headers: Sequence[str], fields: Sequence[str], line: int) -> Fault:
    """The fault of a file without a company column; repeats no cell that could be a lead's."""
    if any(_LIKE_DATA.search(header) for header in headers):
        return Fault(
            "no_header",
            "The first line does not look like column names; start the file with a line such as Company,E-Mail,Notes.",
            row=line,
        )
    # only headers that we know are named: without a header line the others are the first lead
    known = [header for header, field in zip(headers, fields, strict=True) if field not in (ADDITIONAL, IGNORE)]
    found = ", ".join(f"'{header}'" for header in known) or "none of the usual column names"
    detail = (
        f"No column holds the company's name; of {len(headers)} columns we know {found}. Start the file with a line of "
        "column names and call that column Company, or map its header to company_name."
    )
    return Fault("no_company_column", detail, row=line)


def _keys(headers: Sequence[str], fields: Sequence[str]) -> list[str | None]:
    """A name within additional_data for each column that goes there, numbered where two would be equal."""
    used: set[str] = set()
    keys: list[str | None] = []
    for at, (header, field) in enumerate(zip(headers, fields, strict=True), start=1):
        if field != ADDITIONAL:
            keys.append(None)
            continue
        name = header[:MAX_ADDITIONAL_KEY_CHARS].strip() or f"Column {at}"
        key, number = name, 1
        while key in used:
            number += 1
            suffix = f" ({number})"
            key = name[: MAX_ADDITIONAL_KEY_CHARS - len(suffix)] + suffix
        used.add(key)
        keys.append(key)
    return keys


def map_columns(header: Sequence[str], mapping: Mapping[str, str], *, line: int = 1) -> list[ColumnMapping]:
    """One mapping a column, in order; raises LeadFileError with everything wrong with the header in `line`."""
    width = max((at for at, cell in enumerate(header, start=1) if clean_header(cell)), default=0)
    if width > MAX_COLUMNS:
        detail = f"The file has {width:,} columns, at most {MAX_COLUMNS} are read; leave out those not needed."
        raise LeadFileError(detail, faults=[Fault("too_many_columns", detail, row=line)])
    headers = [clean_header(cell) for cell in header[:width]]
    named, faults = _named_by_sender(headers, mapping)
    fields = _fields_of(headers, named)
    faults += _doubled(headers, fields, line)
    if "company_name" not in fields:
        faults.append(_no_company(headers, fields, line))
    if faults:
        raise LeadFileError("The columns of the file cannot be read as leads.", faults=faults)
    keys = _keys(headers, fields)
    return [ColumnMapping(*parts) for parts in zip(headers, fields, keys, strict=True)]
