"""The operations of the API that this program uses, typed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from cli.client.submission import CONTENT_TYPES, FileFormat, OnInvalid, Submission, read_leads
from cli.client.target import Target
from cli.client.transport import Transport, read_object
from cli.client.types import Job, Result, read

PAGE = 500


class ApiClient:
    """A connection to one API with one key; use it in a `with` block."""

    def __init__(self, target: Target, *, transport: Transport | None = None) -> None:
        self.target = target
        self.http = transport or Transport(target)
        self._etags: dict[str, tuple[str, Job]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    def submit(self, submission: Submission) -> Job:
        """Hand in leads and return the accepted job; raises ApiProblem whose faults name every bad row."""
        as_json = submission.format is FileFormat.JSON
        body = _request(submission) if as_json else submission.body
        params = None if as_json else _parameters(submission)
        content_type = CONTENT_TYPES[submission.format]
        return read(read_object(self.http.post("/jobs", body=body, content_type=content_type, params=params)), Job)

    def get_job(self, job_id: str, *, patience_seconds: float | None = None) -> Job:
        """The job as it is now; an unchanged one costs the API one 304."""
        etag, known = self._etags.get(job_id, (None, None))
        headers = {"If-None-Match": etag} if etag else None
        response = self.http.get(_job_path(job_id), headers=headers, patience_seconds=patience_seconds)
        if response.status_code == 304 and known is not None:
            return known
        job = read(read_object(response), Job)
        if response.headers.get("ETag"):
            self._etags[job_id] = (response.headers["ETag"], job)
        return job

    def iter_results(self, job_id: str, *, status: str | None = None, limit: int | None = None) -> Iterator[Result]:
        """Results in input order, page by page; `limit` ends after so many."""
        params: dict[str, str | int | list[str]] = {"status": status} if status else {}
        for entry in self.iter_pages(_job_path(job_id) + "/results", params, limit=limit, page=PAGE):
            yield read(entry, Result)

    def iter_pages(
        self, path: str, params: Mapping[str, str | int | list[str]], *, limit: int | None, page: int
    ) -> Iterator[dict[str, Any]]:
        """The entries of a list, `page` of them a request; `limit` ends after so many."""
        left = limit
        cursor: dict[str, str] = {}
        while left is None or left > 0:
            asked = {**params, "limit": page if left is None else min(page, left), **cursor}
            answer = read_object(self.http.get(path, params=asked))
            found = [entry for entry in answer.get("data", []) if isinstance(entry, dict)]
            yield from found
            left = None if left is None else left - len(found)
            if not answer.get("has_more") or not answer.get("next_cursor") or not found:
                return
            cursor = {"cursor": answer["next_cursor"]}


def _request(submission: Submission) -> bytes:
    """A JSON file with what its sender says of it beside its leads."""
    request = read_leads(submission.body, file_format=submission.format)
    if submission.on_invalid is not OnInvalid.REJECT:
        request["on_invalid"] = submission.on_invalid.value
    return json.dumps({**request, **submission.told_beside}, ensure_ascii=False).encode()


def _parameters(submission: Submission) -> dict[str, str | int | list[str]]:
    """What is said of a file that goes as it is."""
    params: dict[str, str | int | list[str]] = {"on_invalid": submission.on_invalid.value, **submission.told_beside}
    if submission.mapping:
        params["map"] = [f"{header}:{lead_field}" for header, lead_field in submission.mapping.items()]
    if submission.sheet:
        params["sheet"] = submission.sheet
    return params


def _job_path(job_id: str) -> str:
    return f"/jobs/{quote(job_id, safe='')}"
