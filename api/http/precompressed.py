"""Sends a file of a build in the smallest form that the caller takes: Brotli, gzip, or as it is."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Response, request
from werkzeug.datastructures import Accept
from werkzeug.exceptions import NotFound

# by preference; the build writes them beside each text file
FORMS = {"br": ".br", "gzip": ".gz"}


def send_precompressed(path: str, *, mimetype: str) -> Response:
    """The file, or its compressed neighbour, revalidated by a hash of what is sent; raises NotFound if it is gone."""
    there = [form for form, suffix in FORMS.items() if os.path.isfile(path + suffix)]
    form = choose_form(request.accept_encodings, there)
    try:
        # whole, since the pieces of a build are small, and a hash is the same on every machine
        response = Response(Path(path + FORMS.get(form, "")).read_bytes(), mimetype=mimetype)
    except FileNotFoundError:
        # a new build replaces files one by one
        raise NotFound from None
    response.headers["Vary"] = "Accept-Encoding"
    response.add_etag()
    response.make_conditional(request)
    # a 304 names no encoding: the caller has the body already
    if form in FORMS and response.status_code != 304:
        response.headers["Content-Encoding"] = form
    return response


def choose_form(accepted: Accept, there: list[str]) -> str:
    """The form of these that the caller likes best, `identity` if it takes none of them or likes that better."""
    best = max(there, key=accepted.quality, default="identity")
    plain = max((quality for name, quality in accepted if name.lower() == "identity"), default=0.0)
    return best if 0 < accepted.quality(best) >= plain else "identity"
