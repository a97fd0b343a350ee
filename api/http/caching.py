"""What may be kept of an answer, and revalidation of what is read again and again."""

from __future__ import annotations

from flask import Flask, Response, request


def govern_caching(app: Flask) -> None:
    """Reads may be kept by the caller and revalidated by ETag; everything else must not be stored."""
    app.after_request(_govern)


def _govern(response: Response) -> Response:
    if "Cache-Control" in response.headers:
        return response
    if request.method not in {"GET", "HEAD"} or response.status_code not in {200, 304}:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["Cache-Control"] = "private, no-cache"
    if response.get_etag()[0] is None:
        if response.is_streamed:
            # an ETag and a length are made of the whole body, which would be read before a byte of it is sent
            return response
        response.add_etag(weak=True)
    response.make_conditional(request)
    return response
