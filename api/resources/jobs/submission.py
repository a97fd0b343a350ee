"""Reads a submitted batch in any of its forms; all of it is checked before anything is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import request
from marshmallow import ValidationError

from api.http.blueprint import Blueprint
from api.http.bodies import CSV, JSON, MEGABYTE, NDJSON, XLSX, body_bytes, body_type, json_object, load
from api.http.faults import ParameterFault, faults_of
from api.http.guards import caller_id
from api.http.requests import request_id
from api.http.wiring import wiring
from api.resources.jobs.submission_schemas import (
    CsvQuerySchema,
    EnvelopeSchema,
    LinesQuerySchema,
    NoQuerySchema,
    OnInvalid,
    XlsxQuerySchema,
)
from shared.errors import Fault, TooLarge
from shared.jobs.accept import AcceptJob
from shared.leads.errors import LeadValidationError
from shared.leads.keep_refused import NOTHING_REFUSED, RefusedRows, keep_refused
from shared.leads.read_csv import read_csv
from shared.leads.read_ndjson import read_ndjson
from shared.leads.read_table import LeadTable
from shared.leads.read_xlsx import read_xlsx
from shared.leads.validate import LeadRow, RawRow, check_rows, json_rows
from shared.profiles.choose import ProfileChoice
from shared.profiles.errors import ProfileNotActive, ProfileUnknown


@dataclass(frozen=True, slots=True)
class Submission:
    """Checked leads, the faults of those left out, and what the sender says of the job.

    At least one lead, except in a dry run. `rows` counts all that came; `file` is how a table was understood,
    `refused` are the rows left out, as they came; `in_url`: what is said of the job stood in the URL.
    """

    leads: Sequence[LeadRow]
    skipped: Sequence[Fault]
    name: str | None
    metadata: Mapping[str, str]
    rows: int
    dry_run: bool
    choice: ProfileChoice
    in_url: bool
    file: LeadTable | None = None
    refused: RefusedRows = NOTHING_REFUSED


def read_submission(*, max_leads: int) -> Submission:
    """The batch in this request; raises LeadValidationError with all faults, or as body_type and json_object do."""
    return _READERS[body_type(of=_READERS)](max_leads)


def _from_json(max_leads: int) -> Submission:
    Blueprint.ARGUMENTS_PARSER.parse(NoQuerySchema(), request, location="query")
    body = json_object()
    leads = body.pop("leads", None)
    if not isinstance(leads, list) or not leads:
        raise LeadValidationError(
            "The body has no leads.", faults=[Fault("missing", "Send a list of at least one lead.", pointer="/leads")]
        )
    if len(leads) > max_leads:
        raise TooLarge(f"A job takes at most {max_leads:,} leads; split it into several jobs.")
    try:
        said = load(EnvelopeSchema(), body, location="json")
    except ValidationError as error:
        # what is wrong with the leads is told in the same answer
        bad = check_rows(json_rows(leads)).bad
        if not bad:
            raise
        raise LeadValidationError("The job cannot be accepted as it is.", faults=[*faults_of(error), *bad]) from None
    return _submission(json_rows(leads), said, metadata=said["metadata"])


def _from_csv(max_leads: int) -> Submission:
    said = Blueprint.ARGUMENTS_PARSER.parse(CsvQuerySchema(), request, location="query")
    encoding = said["encoding"] or request.mimetype_params.get("charset")
    read = read_csv(body_bytes(), mapping=_mapping(said), encoding=encoding, max_rows=max_leads)
    return _submission(read.rows, said, file=read)


def _from_xlsx(max_leads: int) -> Submission:
    said = Blueprint.ARGUMENTS_PARSER.parse(XlsxQuerySchema(), request, location="query")
    # unpacked, it is held to the limit that the same rows have as CSV
    max_chars = wiring().settings.MAX_BODY_MB * MEGABYTE
    read = read_xlsx(body_bytes(), mapping=_mapping(said), sheet=said["sheet"], max_rows=max_leads, max_chars=max_chars)
    return _submission(read.rows, said, file=read)


def _mapping(said: Mapping[str, Any]) -> dict[str, str]:
    """Header → field; the field's name has no colon, a header may."""
    return dict(pair.rsplit(":", 1) for pair in said["map"])


def _from_ndjson(max_leads: int) -> Submission:
    said = Blueprint.ARGUMENTS_PARSER.parse(LinesQuerySchema(), request, location="query")
    return _submission(read_ndjson(body_bytes(), max_rows=max_leads), said)


_READERS = {JSON: _from_json, CSV: _from_csv, NDJSON: _from_ndjson, XLSX: _from_xlsx}


def _submission(
    rows: Sequence[RawRow],
    said: Mapping[str, Any],
    *,
    metadata: Mapping[str, str] | None = None,
    file: LeadTable | None = None,
) -> Submission:
    """The checked batch; only a body that says more than its leads has metadata, for the others the URL speaks."""
    checked = check_rows(rows)
    dry_run = said["dry_run"]
    if checked.bad and not dry_run and (said["on_invalid"] is OnInvalid.REJECT or not checked.good):
        raise LeadValidationError(
            f"{len(checked.bad_rows):,} of {len(rows):,} leads cannot be accepted; nothing was kept.",
            faults=checked.bad,
        )
    return Submission(
        checked.good,
        checked.bad,
        said["name"],
        metadata or {},
        rows=len(rows),
        dry_run=dry_run,
        choice=ProfileChoice(said["profile"], said["profile_version"]),
        in_url=metadata is None,
        file=file,
        refused=keep_refused(rows, checked, file),
    )


def command_of(batch: Submission) -> AcceptJob:
    """The batch as a job of this request's caller."""
    return AcceptJob(
        batch.leads,
        request_id(),
        batch.skipped,
        batch.name,
        batch.metadata,
        caller_id(),
        batch.choice,
        refused=batch.refused,
    )


@contextmanager
def choice_told_by_place(batch: Submission) -> Iterator[None]:
    """Let a refused profile be told by the parameter that named it, where the URL and not the body did."""
    try:
        yield
    except (ProfileUnknown, ProfileNotActive) as error:
        if not batch.in_url:
            raise
        faults = [ParameterFault(its.code, its.detail, parameter=(its.pointer or "")[1:]) for its in error.faults]
        raise type(error)(error.detail, faults=faults) from None
