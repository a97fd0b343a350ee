"""The operations of the API that this program uses, typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import TracebackType
from typing import Self
from urllib.parse import quote

from cli.client.submission import FileFormat, OnInvalid, Submission, read_leads
from cli.client.target import Target
from cli.client.transport import Transport, read_object
from cli.client.types import Job, Result, read

PAGE = 500


class ApiClient:
    """A connection to one API with one key; use it in a `with` block."""

    def __init__(self, target: Target, *, transport: Transport | None = None) -> None:
        self.target = target
        self._http = transport or Transport(target)
        self._etags: dict[str, tuple[str, Job]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def submit(self, submission: Submission) -> Job:
        """Hand in leads and return the accepted job; raises ApiProblem whose faults name every bad row."""
        if submission.format is FileFormat.CSV:
            params: dict[str, str | list[str]] = {"on_invalid": submission.on_invalid.value}
            if submission.name:
                params["name"] = submission.name
            if submission.mapping:
                params["map"] = [f"{header}:{lead_field}" for header, lead_field in submission.mapping.items()]
            response = self._http.post("/jobs", body=submission.body, content_type="text/csv", params=params)
        else:
            request = read_leads(submission.body, file_format=submission.format)
            if submission.on_invalid is not OnInvalid.REJECT:
                request["on_invalid"] = submission.on_invalid.value
            if submission.name:
                request["name"] = submission.name
            body = json.dumps(request, ensure_ascii=False).encode()
            response = self._http.post("/jobs", body=body, content_type="application/json")
        return read(read_object(response), Job)

    def get_job(self, job_id: str, *, patience_seconds: float | None = None) -> Job:
        """The job as it is now; an unchanged one costs the API one 304."""
        etag, known = self._etags.get(job_id, (None, None))
        headers = {"If-None-Match": etag} if etag else None
        response = self._http.get(_job_path(job_id), headers=headers, patience_seconds=patience_seconds)
        if response.status_code == 304 and known is not None:
            return known
        job = read(read_object(response), Job)
        if response.headers.get("ETag"):
            self._etags[job_id] = (response.headers["ETag"], job)
        return job

    def iter_results(self, job_id: str, *, status: str | None = None, limit: int | None = None) -> Iterator[Result]:
        """Results in input order, page by page; `limit` ends after so many."""
        left = limit
        cursor: str | None = None
        while left is None or left > 0:
            params: dict[str, str | int | list[str]] = {"limit": PAGE if left is None else min(PAGE, left)}
            if status:
                params["status"] = status
            if cursor:
                params["cursor"] = cursor
            page = read_object(self._http.get(_job_path(job_id) + "/results", params=params))
            found = [read(entry, Result) for entry in page.get("data", [])]
            yield from found
            left = None if left is None else left - len(found)
            cursor = page.get("next_cursor")
            if not page.get("has_more") or not cursor or not found:
                return


def _job_path(job_id: str) -> str:
    return f"/jobs/{quote(job_id, safe='')}"
