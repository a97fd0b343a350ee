"""Cursors that nobody of ours wrote: whatever stands in one, the answer is a problem or a page, and no 500."""

from __future__ import annotations

import base64
from itertools import product
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from tests.integration.api.world import add_assessment, add_item, add_job, add_lead, at, problem

EXTREME_TIMES = [
    "0001-01-01T00:00:00+00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999+00:00",
    "9999-12-31T23:59:59.999999-14:00",
    "0000-01-01T00:00:00+00:00",
    "10000-01-01T00:00:00+00:00",
    "2026-01-15T09:00:00+23:59",
    "2026-01-15T09:00:00-23:59:59.999999",
    "infinity",
    "-infinity",
    "NaN",
    "2026-01-15T09:00:00",
]
EXTREME_NUMBERS = ["-1", "0", str(2**31 - 1), str(2**31), "9" * 150, "NaN", "1e400", "1_0", "٣"]
ID = str(new_id())
NOW = "2026-01-15T09:00:00+00:00"


def forged(*parts: Any) -> str:
    """A cursor of any content."""
    return base64.urlsafe_b64encode(orjson.dumps(parts)).rstrip(b"=").decode()


def _of_leads() -> list[tuple[str, str]]:
    found = []
    for sort, order in product(("score", "time", "scored", "company"), ("asc", "desc")):
        query, kind = f"/leads?sort={sort}&order={order}", f"leads:{sort}:{order}"
        value = NOW if sort == "scored" else "50"
        values = [*EXTREME_TIMES, "50", None] if sort == "scored" else [*EXTREME_NUMBERS, NOW, None]
        found += [(query, forged(kind, "0", value, moment, ID)) for moment in EXTREME_TIMES]
        found += [(query, forged(kind, "0", each, NOW, ID)) for each in values]
        found += [(query, forged(kind, place, value, NOW, ID)) for place in EXTREME_NUMBERS]
    return found


def _of_jobs() -> list[tuple[str, str]]:
    return [("/jobs?limit=20", forged("jobs", moment, ID)) for moment in EXTREME_TIMES]


def _of_results() -> list[tuple[str, str]]:
    found = [("/jobs/{job}/results?order=input", forged("results", number)) for number in EXTREME_NUMBERS]
    recent = "/jobs/{job}/results?order=recent"
    found += [(recent, forged("results:recent", moment, "0")) for moment in EXTREME_TIMES]
    return found + [(recent, forged("results:recent", NOW, number)) for number in EXTREME_NUMBERS]


@pytest.fixture
def job_id(uow: UnitOfWork) -> str:
    """A job with an ended lead, and a lead with a score."""
    assessment = add_assessment(uow)
    job = add_job(uow, queued=0, succeeded=1)
    add_item(uow, job, 0, state="succeeded", assessment_id=assessment.id, completed_at=at(5))
    add_lead(uow, "Northwind", qualification_score=75, tier="A", created_at=at(1))
    uow.session.commit()
    return str(job.id)


class TestForgedCursors:
    @pytest.mark.parametrize("cursors", [_of_leads, _of_jobs, _of_results])
    def test_of_extreme_values_are_a_problem_or_a_page(self, client: FlaskClient, job_id: str, cursors: Any) -> None:
        wrong = []
        for query, cursor in cursors():
            answer = client.get(f"/api/v1{query.format(job=job_id)}&cursor={cursor}")
            good = answer.status_code == 200 or (answer.status_code, problem(answer)["code"]) == (422, "invalid_cursor")
            if not good:
                wrong.append((answer.status_code, base64.urlsafe_b64decode(cursor + "==")))
        assert wrong == []
