"""What can be done with jobs beside submitting and following them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from cli.client.api import ApiClient
from cli.client.transport import read_object
from cli.client.types import Job, read

PAGE = 100


@dataclass(frozen=True, slots=True)
class Retry:
    """Which leads of an ended job to try again; empty means the API's own choice: failed and expired, all of them."""

    statuses: Sequence[str] = ()
    custom_ids: Sequence[str] = ()
    name: str | None = None


def act(api: ApiClient, job_id: str, verb: str) -> Job:
    """Cancel, pause or resume a job and return it as it is then; raises ApiProblem."""
    return read(read_object(api.http.send("POST", f"/jobs/{quote(job_id, safe='')}/{verb}")), Job)


def retry(api: ApiClient, job_id: str, wanted: Retry) -> Job:
    """Make a new job of leads of an ended one; raises ApiProblem."""
    said = {"statuses": [*wanted.statuses], "custom_ids": [*wanted.custom_ids], "name": wanted.name}
    body = json.dumps({name: value for name, value in said.items() if value}).encode()
    path = f"/jobs/{quote(job_id, safe='')}/retry"
    return read(read_object(api.http.post(path, body=body, content_type="application/json")), Job)


def iter_jobs(api: ApiClient, *, statuses: Sequence[str] = (), kind: str | None = None, limit: int) -> Iterator[Job]:
    """Up to `limit` jobs, newest first."""
    params: dict[str, str | int | list[str]] = {"status": [*statuses]} if statuses else {}
    if kind:
        params["kind"] = kind
    for entry in api.iter_pages("/jobs", params, limit=limit, page=PAGE):
        yield read(entry, Job)


def list_events(api: ApiClient, job_id: str) -> list[dict[str, Any]]:
    """What was done to a job, newest first, at most 200."""
    found = read_object(api.http.get(f"/jobs/{quote(job_id, safe='')}/events")).get("data", [])
    return [entry for entry in found if isinstance(entry, dict)]
