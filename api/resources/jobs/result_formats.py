"""The forms in which results are answered, and which of them a caller wants."""

from __future__ import annotations

from enum import StrEnum

from flask import request

from api.http.bodies import CSV, JSON, NDJSON


class ResultFormat(StrEnum):
    """A page of results, or all of them as a file."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"


_MEDIA_TYPES = {JSON: ResultFormat.JSON, NDJSON: ResultFormat.NDJSON, CSV: ResultFormat.CSV}


def wanted_format(asked: ResultFormat | None) -> ResultFormat:
    """What the parameter says, else what the header Accept prefers, else JSON."""
    if asked is not None:
        return asked
    # application/json stands first: it wins where the caller takes anything
    return _MEDIA_TYPES[request.accept_mimetypes.best_match([*_MEDIA_TYPES], default=JSON)]
