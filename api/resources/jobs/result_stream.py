"""Results as a file: NDJSON or CSV, sent while they are read, so that no size of job fills the memory."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial

import orjson
import structlog
from flask import Response, request
from marshmallow import ValidationError

from api.http.bodies import CSV, NDJSON
from api.http.downloads import attachment, download, safe_file_name
from api.http.spreadsheet import BYTE_ORDER_MARK, csv_lines
from api.http.wiring import request_work, wiring
from api.resources.jobs.result_csv import header_of, row_of
from api.resources.jobs.result_formats import ResultFormat
from api.resources.jobs.result_schemas import ResultSchema
from shared.database.unit_of_work import unit_of_work
from shared.errors import SalesAgentError
from shared.jobs.export import export_results, get_export_head
from shared.jobs.result_repository import ResultHead
from shared.jobs.results import Result
from shared.jobs.states import ItemState

log = structlog.get_logger(__name__)

_EXTENSION = re.compile(r"\.(csv|json|jsonl|ndjson|tsv|txt|xlsx)$", re.IGNORECASE)
_ONLY_PAGES = ("limit", "cursor", "order", "index")

Write = Callable[[Sequence[Result]], bytes]


def stream_results(job_id: uuid.UUID, form: ResultFormat, *, states: Collection[ItemState]) -> Response:
    """A file of all results in these states; raises JobNotFound, and ValidationError where a page is asked for."""
    if refused := [name for name in _ONLY_PAGES if name in request.args]:
        raise ValidationError({"query": {name: ["A file has all results, in input order."] for name in refused}})
    with request_work() as uow:
        head = get_export_head(uow, job_id)
    batches = export_results(partial(unit_of_work, wiring().engine), job_id, states=states)
    if form is ResultFormat.CSV:
        first, write = (
            BYTE_ORDER_MARK + csv_lines([header_of(head.criteria, preview=head.is_preview)]),
            _csv_writer(head),
        )
        media_type = f"{CSV}; charset=utf-8; header=present"
    else:
        first, write, media_type = b"", _ndjson, NDJSON
    # the job often bears the name of the file that was handed in: the two must not overwrite each other
    name = safe_file_name(_EXTENSION.sub("", head.name or ""), instead=str(job_id))
    disposition = attachment(f"{name}-results.{form}", plain=f"{job_id}-results.{form}")
    return download(_chunks(job_id, first, batches, write), media_type=media_type, disposition=disposition)


def _chunks(job_id: uuid.UUID, first: bytes, batches: Iterator[list[Result]], write: Write) -> Iterator[bytes]:
    """The file a batch at a time; a failure is raised on, so that what came does not look like all of it."""
    if first:
        yield first
    sent = 0
    try:
        for batch in batches:
            yield write(batch)
            sent += len(batch)
    except SalesAgentError as error:
        log.warning("results_stream_broken", job_id=str(job_id), sent=sent, code=error.code)
        raise


def _ndjson(results: Sequence[Result]) -> bytes:
    lines: list[Mapping[str, object]] = ResultSchema(many=True).dump(results)
    return b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)


def _csv_writer(head: ResultHead) -> Write:
    return lambda results: csv_lines(row_of(result, head.criteria, preview=head.is_preview) for result in results)
