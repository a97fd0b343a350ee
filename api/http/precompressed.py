"""Sends a file of a build in the smallest form that the caller takes: Brotli, gzip, or as it is."""

from __future__ import annotations

import os

from flask import Response, request, send_file
from werkzeug.datastructures import Accept
from werkzeug.exceptions import NotFound

# by preference; the build writes them beside each text file
FORMS = {"br": ".br", "gzip": ".gz"}


def send_precompressed(path: str, *, mimetype: str, max_age_seconds: int | None) -> Response:
    """The file, or its compressed neighbour, with ETag and revalidation; raises NotFound if it is gone."""
    there = [form for form, suffix in FORMS.items() if os.path.isfile(path + suffix)]
    form = choose_form(request.accept_encodings, there)
    try:
        response = send_file(path + FORMS.get(form, ""), mimetype=mimetype, max_age=max_age_seconds)
    except FileNotFoundError:
        # a new build replaces files one by one
        raise NotFound from None
    # a 304 names no encoding: its body is what the caller has already
    if form in FORMS and response.status_code != 304:
        response.headers["Content-Encoding"] = form
    response.headers["Vary"] = "Accept-Encoding"
    return response


def choose_form(accepted: Accept, there: list[str]) -> str:
    """The form of these that the caller likes best, `identity` if it takes none of them or likes that better."""
    best = max(there, key=accepted.quality, default="identity")
    plain = max((quality for name, quality in accepted if name.lower() == "identity"), default=0.0)
    return best if 0 < accepted.quality(best) >= plain else "identity"
