"""Results over HTTP: every lead of a job, in input order, with its judgement or its failure."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.ids import new_id
from shared.jobs.models import Job
from tests.integration.api.world import (
    CRITERIA,
    DISQUALIFIERS,
    FLAGS,
    HASH,
    QUESTION,
    add_assessment,
    add_call,
    add_item,
    add_job,
    add_lead,
    at,
)


def path(job: Job) -> str:
    """Where the job's results are."""
    return f"/api/v1/jobs/{job.id}/results"


@pytest.fixture
def mixed(uow: UnitOfWork) -> Job:
    """A job with one lead of each kind: scored, failed, queued, scored from an earlier assessment."""
    job = add_job(uow, total=4, queued=1, succeeded=2, failed=1, cached=1)
    assessment = add_assessment(uow)
    scored = {"state": "succeeded", "assessment_id": assessment.id, "attempts": 1, "completed_at": at(5)}
    add_item(uow, job, 0, **scored)
    add_item(uow, job, 1, state="failed", error_code="answer_invalid", attempts=2, completed_at=at(6))
    add_item(uow, job, 2)
    add_item(uow, job, 3, **{**scored, "attempts": 0, "cached": True})
    add_call(uow, job, 0)
    for attempt in (1, 2):
        add_call(uow, job, 1, attempt=attempt, class_="invalid")
    add_call(
        uow, job, 2, class_="released", prompt_tokens=None, completion_tokens=None, cached_tokens=None, cost_usd=None
    )
    uow.session.commit()
    return job


class TestListResults:
    def test_shows_judgement_input_and_cost_of_a_scored_lead(self, client: FlaskClient, mixed: Job) -> None:
        page = client.get(path(mixed)).json
        assert page is not None
        assert (page["object"], page["has_more"], page["next_cursor"]) == ("list", False, None)
        assert page["data"][0] == {
            "index": 0,
            "custom_id": "row-1",
            "lead_id": None,
            "current": None,
            "override": None,
            "outcome": None,
            "status": "succeeded",
            "input": {"company_name": "Company 0"},
            "result": {
                "score": 75,
                "score_exact": 75.0,
                "tier": "B",
                "coverage": 0.6,
                "criteria": CRITERIA,
                "disqualifiers": DISQUALIFIERS,
                "next_question": QUESTION,
                "flags": FLAGS,
                "reasoning": "Company fit: Runs three sites.",
            },
            "error": None,
            "attempts": 1,
            "usage": {
                "calls": 1,
                "prompt_tokens": 1500,
                "completion_tokens": 200,
                "cached_tokens": 1000,
                "cost_usd": "0.000675000",
            },
            "provider": "cerebras",
            "model": "gpt-oss-120b",
            "simulated": False,
            "cached": False,
            "completed_at": "2026-01-15T09:00:05.000000Z",
        }

    def test_names_the_failure_of_a_failed_lead_and_gives_no_score(self, client: FlaskClient, mixed: Job) -> None:
        page = client.get(path(mixed)).json
        assert page is not None
        assert page["data"][1] == {
            "index": 1,
            "custom_id": "row-2",
            "lead_id": None,
            "status": "failed",
            "current": None,
            "override": None,
            "outcome": None,
            "input": {"company_name": "Company 1"},
            "result": None,
            "error": {
                "code": "answer_invalid",
                "message": "The model's answer broke the rules of the answer schema at every attempt.",
                "remedy": "Submit the lead again; if it keeps failing, shorten its notes or choose another model.",
                "retryable": True,
            },
            "attempts": 2,
            # what failed attempts used is not hidden
            "usage": {
                "calls": 2,
                "prompt_tokens": 3000,
                "completion_tokens": 400,
                "cached_tokens": 2000,
                "cost_usd": "0.001350000",
            },
            "provider": "cerebras",
            "model": "gpt-oss-120b",
            "simulated": False,
            "cached": False,
            "completed_at": "2026-01-15T09:00:06.000000Z",
        }

    def test_shows_what_has_ended_unless_told_otherwise(self, client: FlaskClient, mixed: Job) -> None:
        def indexes(query: str) -> list[int]:
            page = client.get(path(mixed) + query).json
            assert page is not None
            return [line["index"] for line in page["data"]]

        assert indexes("") == [0, 1, 3]
        assert indexes("?status=failed") == [1]
        assert indexes("?status=queued&status=succeeded") == [0, 2, 3]

    def test_finds_the_one_at_a_position(self, client: FlaskClient, mixed: Job) -> None:
        def indexes(query: str) -> list[int]:
            page = client.get(path(mixed) + query).json
            assert page is not None
            return [line["index"] for line in page["data"]]

        assert indexes("?index=1&limit=1") == [1]
        assert indexes("?index=3&order=recent") == [3]
        assert indexes("?index=1&status=succeeded") == indexes("?index=2") == indexes("?index=4") == []
        for refused in ("-1", "2147483648", "x", ""):
            assert client.get(path(mixed) + f"?index={refused}").status_code == 422

    def test_costs_nothing_when_an_earlier_assessment_was_taken(self, client: FlaskClient, mixed: Job) -> None:
        page = client.get(path(mixed) + "?status=succeeded").json
        assert page is not None
        line: dict[str, Any] = page["data"][1]
        assert (line["cached"], line["usage"]["calls"], line["usage"]["cost_usd"]) == (True, 0, "0.000000000")

    def test_counts_no_call_that_was_given_back(self, client: FlaskClient, mixed: Job) -> None:
        page = client.get(path(mixed) + "?status=queued").json
        assert page is not None
        assert page["data"][0]["usage"] == {
            "calls": 0,
            "prompt_tokens": 0,
            "completion_tokens": 0,
            "cached_tokens": 0,
            "cost_usd": "0.000000000",
        }

    def test_pages_in_input_order(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=7)
        uow.session.commit()
        found: list[int] = []
        query = "?status=queued&limit=3"
        cursor = ""
        while True:
            page = client.get(path(job) + query + cursor).json
            assert page is not None
            found += [line["index"] for line in page["data"]]
            if not page["has_more"]:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert found == list(range(7))

    def test_leads_to_the_person_or_company(self, client: FlaskClient, mixed: Job) -> None:
        with unit_of_work() as later:
            lead = add_lead(later, "Company 1", identity="company-1")
        page = client.get(path(mixed)).json
        assert page is not None
        assert [line["lead_id"] for line in page["data"]] == [None, str(lead.id), None]

    def test_shows_a_score_that_is_unknown_as_null(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, queued=0, succeeded=1)
        unknown = add_assessment(
            uow,
            score=None,
            score_exact=None,
            coverage=Decimal(0),
            tier="open",
            next_question=None,
            flags=[],
            request_hash=HASH[::-1],
        )
        add_item(uow, job, 0, state="succeeded", assessment_id=unknown.id)
        uow.session.commit()
        page = client.get(path(job)).json
        assert page is not None
        result = page["data"][0]["result"]
        assert (result["score"], result["score_exact"], result["coverage"], result["tier"]) == (None, None, 0.0, "open")
        assert (result["next_question"], result["flags"]) == (None, [])

    def test_marks_what_the_simulator_judged(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, queued=0, succeeded=1, provider="simulator")
        add_item(uow, job, 0, state="succeeded", assessment_id=add_assessment(uow, provider="simulator").id)
        uow.session.commit()
        page = client.get(path(job)).json
        assert page is not None
        assert page["data"][0]["simulated"] is True

    def test_says_that_there_is_no_such_job(self, client: FlaskClient) -> None:
        answer = client.get(f"/api/v1/jobs/{new_id()}/results")
        assert (answer.status_code, answer.json and answer.json["code"]) == (404, "job_not_found")

    @pytest.mark.parametrize(
        "query",
        [
            "limit=1001",
            "limit=0",
            "status=done",
            "after=1",
            "cursor=x",
            "order=score",
            "order=recent&cursor=x",
            "format=xml",
        ],
    )
    def test_refuses_what_it_does_not_understand(self, client: FlaskClient, query: str) -> None:
        answer = client.get(f"/api/v1/jobs/{uuid.UUID(int=1)}/results?{query}")
        assert answer.status_code == 422


class TestRecent:
    """What ended last comes first."""

    @pytest.fixture
    def ended(self, uow: UnitOfWork) -> Job:
        """Six leads: one is queued, two ended at the same moment."""
        job = add_job(uow, total=6, queued=1, failed=5)
        for position, seconds in enumerate((3, 9, 5, 5, 1)):
            add_item(uow, job, position, state="failed", error_code="answer_invalid", completed_at=at(seconds))
        add_item(uow, job, 5)
        uow.session.commit()
        return job

    def test_pages_by_the_end_of_each_lead(self, client: FlaskClient, ended: Job) -> None:
        found: list[int] = []
        cursor = ""
        while True:
            page = client.get(f"{path(ended)}?order=recent&limit=2{cursor}").json
            assert page is not None
            found += [line["index"] for line in page["data"]]
            if not page["has_more"]:
                break
            cursor = f"&cursor={page['next_cursor']}"
        # the two of one moment are parted by their position
        assert found == [1, 3, 2, 0, 4]

    def test_shows_only_what_has_ended(self, client: FlaskClient, ended: Job) -> None:
        page = client.get(f"{path(ended)}?order=recent&status=queued&status=failed").json
        assert page is not None
        assert [line["index"] for line in page["data"]] == [1, 3, 2, 0, 4]

    def test_takes_no_cursor_of_the_other_order(self, client: FlaskClient, ended: Job) -> None:
        page = client.get(f"{path(ended)}?limit=2").json
        assert page is not None
        answer = client.get(f"{path(ended)}?order=recent&cursor={page['next_cursor']}")
        assert (answer.status_code, answer.json and answer.json["code"]) == (422, "invalid_cursor")
