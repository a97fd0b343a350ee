"""Refused rows as a file that can be mended and sent again."""

from __future__ import annotations

from flask import Response, request

from api.http.bodies import CSV, JSON
from api.http.downloads import attachment
from api.http.spreadsheet import BYTE_ORDER_MARK, csv_lines, safe_cell
from shared.leads.keep_refused import RefusedRows, refused_lines


def answer_refused(refused: RefusedRows, *, file_name: str) -> Response:
    """200 with the rows as CSV, a last column `fault` saying what is wrong with each."""
    lines = ([safe_cell(cell) for cell in line] for line in refused_lines(refused))
    response = Response(BYTE_ORDER_MARK + csv_lines(lines), content_type=f"{CSV}; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = attachment(file_name, plain=file_name)
    # a copy of people's leads has no business in a cache
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def wants_csv() -> bool:
    """Whether the header Accept prefers CSV to JSON."""
    return request.accept_mimetypes.best_match([JSON, CSV], default=JSON) == CSV
