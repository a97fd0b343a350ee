"""Recorded answers of the API, by which the commands are tested."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from click.testing import Result

from tests.unit.cli.conftest import Played

Run = Callable[..., Result]
CSV = "Firma,E-Mail\nAcme,ada@example.com\nBolt,bob@example.com\n"
JOB = "0199c0de-0000-7000-8000-000000000001"


def job_body(
    status: str = "completed", *, total: int = 3, succeeded: int = 3, failed: int = 0, **more: Any
) -> dict[str, Any]:
    """A job as the API shows it."""
    return {
        "id": JOB,
        "object": "job",
        "name": "leads.csv",
        "status": status,
        "status_reason": None,
        "outcome": None,
        "request_counts": {
            "total": total,
            "queued": total - succeeded - failed,
            "in_progress": 0,
            "succeeded": succeeded,
            "failed": failed,
            "cancelled": 0,
            "expired": 0,
        },
        "cached": 0,
        "progress": {
            "percent": 100 * (succeeded + failed) / total,
            "rate_per_minute": 60.0,
            "eta_seconds": None,
            "stalled": False,
        },
        "cost": {"actual_usd": "0.001500000"},
        "usage": {"calls": succeeded + failed},
        "created_at": "2026-11-24T08:00:00.000000Z",
        "completed_at": "2026-11-24T08:03:05.200000Z" if status == "completed" else None,
        "provider": "simulator",
        "model": "gpt-oss-120b",
        "simulated": True,
        "skipped": {"count": 0, "error_count": 0, "errors": []},
        **more,
    }


def running(succeeded: int = 1, etag: str = '"1"', **more: Any) -> Played:
    """The answer for a job under way."""
    return Played(200, job_body("in_progress", succeeded=succeeded, **more), {"ETag": etag})


def ended(etag: str = '"9"', **more: Any) -> Played:
    """The answer for a job that has ended."""
    return Played(200, job_body(**more), {"ETag": etag})


def scored_result(index: int, *, company: str = "Acme", **more: Any) -> dict[str, Any]:
    """A lead with a judgement."""
    return {
        "index": index,
        "custom_id": f"row-{index + 2}",
        "status": "succeeded",
        "result": {
            "score": 82,
            "tier": "A",
            "coverage": 0.75,
            "reasoning": "Asks for a quote.",
            "next_question": {"key": "budget", "label": "Budget", "question": "Is there a budget?", "outcomes": []},
            "flags": [],
        },
        "error": None,
        "attempts": 1,
        "cached": False,
        "input": {"company_name": company},
        **more,
    }


def failed_result(index: int, *, company: str = "Bolt") -> dict[str, Any]:
    """A lead that failed."""
    error = {
        "code": "provider_refused",
        "message": "The provider's content filter refused to judge this lead.",
        "remedy": "Correct the notes.",
        "retryable": False,
    }
    return scored_result(index, company=company, status="failed", result=None, error=error)


def page(*results: dict[str, Any], next_cursor: str | None = None) -> Played:
    """One page of results."""
    body = {"object": "list", "data": [*results], "has_more": next_cursor is not None, "next_cursor": next_cursor}
    return Played(200, body)


def documents(result: Result) -> list[Any]:
    """Every line of stdout, each of which must be JSON."""
    return [json.loads(line) for line in result.stdout.splitlines()]
