"""The one table of errors: what each code means over HTTP, and the page that tells people."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.llm.classes import DECISIONS
from shared.llm.failures import FAILURES

INTERNAL = "internal_error"
DOCS_PAGE = "docs/errors"


@dataclass(frozen=True, slots=True)
class Problem:
    """An error code over HTTP; `retryable` says that the same request may succeed later, unchanged."""

    status: int
    title: str
    cause: str
    remedy: str
    retryable: bool = False


_REQUEST = {
    "bad_request": Problem(400, "Bad request", "The request cannot be read.", "Compare it with the documentation."),
    "malformed_body": Problem(
        400, "Malformed body", "The body is not what its Content-Type says.", "Send valid JSON in UTF-8."
    ),
    "incomplete_body": Problem(
        400,
        "Incomplete body",
        "The connection ended before the body did, or the body came too slowly; nothing was kept.",
        "Send the request again.",
        retryable=True,
    ),
    "not_found": Problem(
        404, "Not found", "There is nothing at this path.", "Compare the path with the documentation, its prefix too."
    ),
    "dashboard_missing": Problem(
        404,
        "Dashboard missing",
        "The dashboard's files are not there: it was not built, or DASHBOARD_DIR points elsewhere.",
        "Build it: make web-build (needs Node.js 20.19 or newer). API and command line work without it.",
    ),
    "method_not_allowed": Problem(
        405, "Method not allowed", "This path does not take this method.", "Use a method that the header Allow names."
    ),
    "conflict": Problem(
        409, "Conflict", "The state of the thing forbids what was asked.", "Read it again and decide anew."
    ),
    "body_too_large": Problem(
        413, "Body too large", "The body is over the limit.", "Split it into several requests, or raise MAX_BODY_MB."
    ),
    "too_large": Problem(413, "Too large", "The input is over a limit.", "Split it as `detail` says."),
    "uri_too_long": Problem(
        414, "Address too long", "The request line is longer than 4,094 bytes.", "Send less in the URL."
    ),
    "headers_too_large": Problem(
        431,
        "Headers too large",
        "There are more than 100 headers, or one is longer than 8,190 bytes.",
        "Send fewer or shorter headers.",
    ),
    "unsupported_media_type": Problem(
        415,
        "Unsupported media type",
        "This path does not take a body of this type.",
        "Set Content-Type to one that the documentation lists, and send the body uncompressed.",
    ),
    "invalid_request": Problem(
        422,
        "Invalid request",
        "Parameters or fields are missing, unknown or out of range.",
        "Mend what `errors` lists and send the request again.",
    ),
    "invalid_input": Problem(
        422, "Invalid input", "The input cannot be accepted as it is.", "Mend what `errors` lists and send it again."
    ),
    "invalid_cursor": Problem(
        422,
        "Invalid cursor",
        "The cursor does not belong to this list in this order.",
        "Start again without a cursor, and change neither sort nor order between pages.",
    ),
}

_ACCESS = {
    "unauthenticated": Problem(
        401, "Unauthenticated", "No valid key came with the request.", "Send `Authorization: Bearer sa_…`."
    ),
    "key_refused": Problem(
        401,
        "Key refused",
        "The API key is missing, malformed, unknown, expired or revoked.",
        "Send `Authorization: Bearer sa_…` with a live key; `sales-agent keys create` makes one.",
    ),
    "link_refused": Problem(
        401,
        "Link refused",
        "The sign-in link was used, has expired or is unknown.",
        "Open a new one: `sales-agent sign-in` prints it.",
    ),
    "session_ended": Problem(
        401,
        "Session ended",
        "The session is over: signed out, 12 hours unused, 7 days old, or its key was revoked or has expired.",
        "Sign in again.",
    ),
    "cross_site_refused": Problem(
        403,
        "Cross-site request refused",
        "A session cookie came with a change that no page of ours sent, or a sign-in came from another site.",
        "Send it from the dashboard's own page; a program sends an API key instead.",
    ),
    "forbidden": Problem(403, "Forbidden", "The key may not do this.", "Use a key with the right scope."),
    "scope_missing": Problem(
        403,
        "Scope missing",
        "The key is valid but lacks the scope that this operation needs.",
        "Use a key with the scope that `detail` names.",
    ),
    "key_not_found": Problem(404, "Key not found", "There is no key with this id.", "List the keys."),
}

_BUSINESS = {
    "job_not_found": Problem(404, "Job not found", "There is no job with this id.", "List the jobs."),
    "job_already_ended": Problem(
        409,
        "Job already ended",
        "The job has ended, so nothing of it can be stopped any more.",
        "Read the job: its results are kept.",
    ),
    "job_cancelling": Problem(
        409,
        "Job is being cancelled",
        "The job is being cancelled, and that is for good.",
        "Wait until it is cancelled, then retry its leads as a new job.",
    ),
    "job_not_paused": Problem(
        409, "Job not paused", "Only a paused job can be resumed.", "Read the job: it runs or has ended."
    ),
    "job_not_ended": Problem(
        409,
        "Job not ended",
        "Only an ended job can be retried; while it runs, its leads are tried again by themselves.",
        "Wait for its end, or cancel it.",
    ),
    "nothing_to_retry": Problem(
        409,
        "Nothing to retry",
        "No lead of the job is in the wanted statuses, or none of the named ones is.",
        "Read its results; a lead with a score is never retried.",
    ),
    "retry_running": Problem(
        409,
        "Retry running",
        "Another job already tries leads of this one again.",
        "Follow the job that `detail` names; retry again once it has ended.",
    ),
    "lead_not_found": Problem(
        404,
        "Lead not found",
        "There is no lead with this id; a lead appears once its first job has judged it.",
        "List the leads, or read the job's results.",
    ),
    "lead_not_judged": Problem(
        409,
        "Lead not judged",
        "The lead has no score yet, so there is none to override.",
        "Submit it in a job first; an outcome can be recorded without a score.",
    ),
    "verdict_invalid": Problem(
        422,
        "Invalid verdict",
        "The override or outcome cannot be kept as it is; nothing was changed.",
        "Mend what `errors` lists and send it again.",
    ),
    "profile_invalid": Problem(
        422, "Invalid profile", "The profile cannot be used as it is.", "Mend what `errors` lists and send it again."
    ),
    "profile_too_large": Problem(
        413,
        "Profile too large",
        "The profile is larger than a provider lets one request ask for.",
        "Drop criteria or disqualifiers, or shorten their keys.",
    ),
    "preset_not_found": Problem(404, "Preset not found", "There is no preset of this name.", "List the presets."),
    "profile_not_found": Problem(404, "Profile not found", "There is no profile with this id.", "List the profiles."),
    "profile_version_not_found": Problem(
        404, "Profile version not found", "The profile has no version of this number.", "Read the profile."
    ),
    "profile_exists": Problem(
        409,
        "Profile exists",
        "Another profile has this name, in the same or another case.",
        "Add a version to that profile, which `detail` names, or choose another name.",
    ),
    "profile_used": Problem(
        409,
        "Profile used",
        "A job or preview has used the profile, or it is the default one, so it cannot be deleted.",
        "Leave it, or make another profile the default first.",
    ),
    "profile_version_fixed": Problem(
        409,
        "Profile version fixed",
        "A job or preview has used the version, or it is active, so it cannot be changed.",
        "Add a version to the profile.",
    ),
    "profile_unknown": Problem(
        422,
        "Unknown profile",
        "The job names a profile or a version of it that is not there.",
        "Name one that `detail` lists, or leave it out to take the default.",
    ),
    "profile_not_active": Problem(
        422,
        "Profile not active",
        "The job names a profile of which no version is active.",
        "Activate a version, or name one with `profile_version`.",
    ),
    "lead_file_invalid": Problem(
        422,
        "Unreadable lead file",
        "The file as a whole cannot be read as leads; nothing was kept.",
        "Mend what `errors` lists; leaving rows out would not help.",
    ),
    "lead_invalid": Problem(
        422,
        "Invalid leads",
        "At least one lead cannot be accepted; nothing was kept.",
        "Mend what `errors` lists, or send `on_invalid=skip` to go on without those leads.",
    ),
}

_SERVER = {
    INTERNAL: Problem(
        500,
        "Internal error",
        "The server made a mistake; it is logged under the request id.",
        "Report the request id to whoever runs the service.",
    ),
    "unavailable": Problem(
        503, "Unavailable", "Something that we depend on is away.", "Try again after Retry-After.", retryable=True
    ),
    "workbooks_busy": Problem(
        503,
        "Busy with workbooks",
        "As many workbooks are being unpacked as this process allows.",
        "Try again after Retry-After, or send the sheet as CSV.",
        retryable=True,
    ),
    "database_unavailable": Problem(
        503,
        "Database unavailable",
        "PostgreSQL does not answer; nothing of this request was kept.",
        "Try again after Retry-After.",
        retryable=True,
    ),
    "not_ready": Problem(
        503,
        "Not ready",
        "Something that the service needs is away; `errors` names it.",
        "Start it, or wait: the service recovers by itself.",
        retryable=True,
    ),
}

# what a request meets that waits for the provider; a lead of a job that fails carries the same codes
_PROVIDER = {
    decision.error_code: Problem(
        503,
        decision.error_code.replace("_", " ").capitalize(),
        FAILURES[decision.error_code].cause,
        FAILURES[decision.error_code].remedy,
        retryable=decision.retry,
    )
    for decision in DECISIONS.values()
    if decision.error_code
}

# no request causes these; should one ever do so, it is a mistake of ours and answered as such
NEVER_ANSWERED = frozenset({"bad_settings", "invalid_answer", "job_not_workable"})

PROBLEMS: Mapping[str, Problem] = MappingProxyType(_REQUEST | _ACCESS | _BUSINESS | _SERVER | _PROVIDER)

# what Flask and Werkzeug raise, by status; any other 4xx is a bad request
CODE_BY_STATUS: Mapping[int, str] = MappingProxyType(
    {
        404: "not_found",
        405: "method_not_allowed",
        413: "body_too_large",
        415: "unsupported_media_type",
        422: "invalid_request",
        503: "unavailable",
    }
)


def code_for_status(status: int) -> str:
    """The code of an error that came as a bare status."""
    return CODE_BY_STATUS.get(status, "bad_request" if status < 500 else INTERNAL)


def codes_with_status(status: int) -> list[str]:
    """The codes that an answer of this status may carry."""
    return [code for code, problem in PROBLEMS.items() if problem.status == status]


def render_errors_markdown() -> str:
    """docs/errors.md: a row a code, by status."""
    lines = [
        "# Errors",
        "",
        "Every error is `application/problem+json` (RFC 9457) with `code`, `request_id`, `retryable` and `errors`.",
        "Decide by `code`, which is stable; `detail` is for people.",
        "This page is written by `python -m api.http.errors`.",
        "",
        "| code | status | retryable | what happened | what to do |",
        "|---|---|---|---|---|",
    ]
    for code, problem in sorted(PROBLEMS.items(), key=lambda item: (item[1].status, item[0])):
        retryable = "yes" if problem.retryable else "no"
        lines.append(f"| `{code}` | {problem.status} | {retryable} | {problem.cause} | {problem.remedy} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.stdout.write(render_errors_markdown())
