"""Answers that are sent while they are made, as files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from flask import Response

LONGEST_NAME = 80
# what file systems refuse or shells expand, in a name that a person gave
_UNSAFE = re.compile(r"""[\\/:*?"<>|'`$%;&~\x00-\x1f\x7f]+""")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._ -]+")
# names of devices: Windows opens them instead of a file, whatever the extension
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
# letters of RFC 5987 that need no escape
_PLAIN = "!#$&+-.^_`|~"


def safe_file_name(name: str | None, *, instead: str) -> str:
    """The name as a file may bear it, at most 80 characters; `instead` where nothing of it is left."""
    visible = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in name or "")
    safe = " ".join(_UNSAFE.sub(" ", visible).split())[:LONGEST_NAME].strip(" .-")
    return instead if not safe or _DEVICE.fullmatch(safe) else safe


def attachment(file_name: str, *, plain: str) -> str:
    """A Content-Disposition (RFC 6266): the name in ASCII, or `plain` where none is left, and the whole in UTF-8."""
    folded = unicodedata.normalize("NFKD", file_name).encode("ascii", "ignore").decode()
    stem = " ".join(_NOT_PLAIN.sub(" ", folded).split()).strip(" ")
    ascii_name = plain if not stem or stem.startswith(".") else stem
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(file_name, safe=_PLAIN)}"


def download(chunks: Iterator[bytes], *, media_type: str, disposition: str) -> Response:
    """200 with a file whose length is not known yet; an error in the middle breaks the connection off."""
    response = Response(chunks, content_type=media_type)
    response.headers["Content-Disposition"] = disposition
    # a copy of everybody's leads has no business in a cache, and there is no ETag before the end
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response
