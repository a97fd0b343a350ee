"""The one table of errors: what each code means over HTTP, and the page that tells people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.llm.classes import DECISIONS
from shared.llm.failures import FAILURES


@dataclass(frozen=True, slots=True)
class Problem:
    """An error code over HTTP; `retryable` says that the same request may succeed later, unchanged."""

    status: int
    title: str
    cause: str
    remedy: str
    retryable: bool = False


INTERNAL = "internal_error"

_HTTP = {
    "malformed_body": Problem(
        400, "Malformed body", "The body is not what its Content-Type says.", "Send valid UTF-8 JSON."
    ),
    "bad_request": Problem(400, "Bad request", "The request cannot be read.", "Compare it with the documentation."),
    "not_found": Problem(
        404, "Not found", "There is nothing at this path.", "Compare the path with the documentation; it begins with the version's prefix."
    ),
    "method_not_allowed": Problem(
        405, "Method not allowed", "This path does not take this method.", "Use one of the methods in the header Allow."
    ),
    "body_too_large": Problem(
        413, "Body too large", "The body is over the limit.", "Split the leads into several jobs, or raise MAX_BODY_MB."
    ),
    "unsupported_media_type": Problem(
        415, "Unsupported media type", "The body's type is not one that this path takes.", "Set Content-Type to one that the documentation lists."
    ),
    "invalid_request": Problem(
        422, "Invalid request", "Parameters or fields are missing, unknown or out of range.", "Mend what `errors` lists and send the request again."
    ),
    "invalid_cursor": Problem(
        422, "Invalid cursor", "The cursor does not belong to this list, filter or order.", "Start again without a cursor."
    ),
    "not_ready": Problem(
        503, "Not ready", "Something that the service needs is away; `errors` names it.", "Start it, or wait: the service recovers by itself.", retryable=True
    ),
    INTERNAL: Problem(
        500, "Internal error", "The server made a mistake; it is logged under the request id.", "Report the request id to whoever runs the service."
    ),
}
