"""What a running stack holds before it is asked: jobs that ended, that wait, leads with a score and without, drafts."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.doubles.stack import RunningStack, wait_for

Call = Callable[..., requests.Response]

PRESET = json.loads((Path(__file__).parents[2] / "shared/profiles/presets/b2b.json").read_text())
PAUSED = 24
DRAFTS = 40


@dataclass(frozen=True, slots=True)
class Things:
    """Ids of what there is; `tier` is one of the profile that judged."""

    ended: str
    # of the first one leads are tried again, of this one never: its leads without a score stay so
    untouched: str
    paused: list[str]
    judged: list[str]
    unjudged: list[str]
    default: str
    drafts: list[str]
    tier: str

    def pools(self, key: str) -> dict[str, list[Any]]:
        """Values for parameters, by name or by operation and name."""
        # a running job cannot be had for good: it ends; one that waits can be told anything, until it is cancelled
        return {
            "job_id": [self.ended, *self.paused[:2]],
            "pauseJob.job_id": self.paused[:4],
            "resumeJob.job_id": self.paused[4:12],
            "cancelJob.job_id": self.paused[12:],
            "retryJob.job_id": [self.ended],
            "lead_id": self.judged,
            "lead_ids": self.judged,
            "profile_id": [self.default, *self.drafts[:3]],
            "deleteProfile.profile_id": self.drafts[9:],
            "replaceProfileVersion.profile_id": self.drafts[3:9],
            "number": [1],
            "preset": ["b2b", "bant", "meddic"],
            "tier": [self.tier],
            "key": [key],
        }


def leads(count: int, *, of: str) -> list[dict[str, Any]]:
    """Invented leads, no two alike."""
    return [
        {
            "custom_id": f"{of}-{number}",
            "company_name": f"Halden Works {of} {number}",
            "contact_email": f"person{number}@{of}.example",
            "notes": f"Visitor {of} {number}. They run three warehouses and lose a day a week to recounts.",
        }
        for number in range(count)
    ]


def profile_text(name: str) -> dict[str, Any]:
    """A profile's content under another name."""
    return {**copy.deepcopy(PRESET), "name": name}


def prepare(stack: RunningStack, call: Call) -> Things:
    """Make them over the API; what waits is submitted first, so that nothing is judged before it is paused."""
    paused = [paused_job(call, f"waits{number}") for number in range(PAUSED)]
    ended = submit(call, leads(20, of="ended"))
    untouched = submit(call, leads(20, of="untouched"))
    drafts = [
        call("POST", "/profiles", json={"content": profile_text(f"Draft {number}")}).json()["id"]
        for number in range(DRAFTS)
    ]
    for job in (ended, untouched):
        stack.wait_for_job(job)
    judged, unjudged = _leads_of(call, ended, "succeeded"), _leads_of(call, untouched, "failed")
    assert judged
    assert unjudged
    assert _leads_of(call, ended, "failed")
    default = next(one for one in call("GET", "/profiles").json()["data"] if one["is_default"])
    text = call("GET", f"/profiles/{default['id']}/versions/{default['active_version']}").json()["content"]
    return Things(ended, untouched, paused, judged, unjudged, default["id"], drafts, text["tiers"][0]["name"])


def _leads_of(call: Call, job: str, status: str) -> list[str]:
    rows = call("GET", f"/jobs/{job}/results", params={"status": status, "limit": 100}).json()["data"]
    return [row["lead_id"] for row in rows]


def submit(call: Call, batch: list[dict[str, Any]], **said: Any) -> str:
    """The id of a new job."""
    answer = call("POST", "/jobs", json={"leads": batch, **said})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def paused_job(call: Call, of: str) -> str:
    """A job that waits: paused before its last lead was claimed."""
    found: list[str] = []

    def paused() -> bool:
        job = submit(call, leads(60, of=f"{of}x{len(found)}"))
        found.append(job)
        return call("POST", f"/jobs/{job}/pause").status_code == 202

    wait_for(paused, seconds=30, what="a job that can be paused")
    return found[-1]
