"""A file of leads as the API takes it: CSV, NDJSON and XLSX go as they are, JSON as one object with its leads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cli.client.errors import ClientError


class FileFormat(StrEnum):
    """How leads are written down."""

    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    XLSX = "xlsx"


class OnInvalid(StrEnum):
    """What becomes of a file with bad rows: nothing is accepted, or the good rows are."""

    REJECT = "reject"
    SKIP = "skip"


SUFFIXES = {
    ".csv": FileFormat.CSV,
    ".tsv": FileFormat.CSV,
    ".txt": FileFormat.CSV,
    ".json": FileFormat.JSON,
    ".ndjson": FileFormat.NDJSON,
    ".jsonl": FileFormat.NDJSON,
    ".xlsx": FileFormat.XLSX,
}
# what their header names can be sent to other fields
WITH_COLUMNS = frozenset({FileFormat.CSV, FileFormat.XLSX})
CONTENT_TYPES = {
    FileFormat.CSV: "text/csv",
    FileFormat.JSON: "application/json",
    FileFormat.NDJSON: "application/x-ndjson",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# every workbook is an archive
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Submission:
    """Leads to be scored and what their sender says of them.

    `mapping` is header name to lead field, for CSV and XLSX; `sheet` is for XLSX.
    """

    body: bytes
    format: FileFormat
    name: str | None = None
    on_invalid: OnInvalid = OnInvalid.REJECT
    mapping: Mapping[str, str] = field(default_factory=dict)
    profile: str | None = None
    profile_version: int | None = None
    sheet: str | None = None

    @property
    def told_beside(self) -> dict[str, str | int]:
        """What is said of the leads, whatever form they have."""
        said = {"name": self.name, "profile": self.profile, "profile_version": self.profile_version}
        return {name: value for name, value in said.items() if value}


def guess_format(body: bytes, *, suffix: str) -> FileFormat:
    """The format by the file's ending, else by its first characters: { or [ begin JSON, a second line of it NDJSON."""
    if suffix.lower() in SUFFIXES:
        return SUFFIXES[suffix.lower()]
    if body.startswith(_ZIP):
        return FileFormat.XLSX
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"[":
        return FileFormat.JSON
    if start != b"{":
        return FileFormat.CSV
    try:
        whole = json.loads(body)
    except ValueError:
        return FileFormat.NDJSON
    return FileFormat.JSON if "leads" in whole else FileFormat.NDJSON


def read_leads(body: bytes, *, file_format: FileFormat) -> dict[str, Any]:
    """The request of a JSON or NDJSON file, with at least `leads`; raises ClientError that names the bad line."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClientError(
            f"The file is not UTF-8 (byte {error.start}).", remedy="JSON is written in UTF-8; save it so."
        ) from None
    if file_format is FileFormat.NDJSON:
        lines = enumerate(text.split("\n"), start=1)
        return {"leads": [_parse(line, first_line=number) for number, line in lines if line.strip()]}
    whole = _parse(text, first_line=1)
    if isinstance(whole, list):
        return {"leads": whole}
    if isinstance(whole, dict) and isinstance(whole.get("leads"), list):
        return whole
    raise ClientError("The file holds no list of leads.", remedy='It is either [{…}, …] or {"leads": [{…}, …]}.')


def _parse(text: str, *, first_line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        raise ClientError(f"Line {line}, column {error.colno}: this is not JSON ({error.msg}).") from None
