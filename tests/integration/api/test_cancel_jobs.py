"""Cancelling over HTTP: what is answered, and to whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from tests.integration.api.world import add_item, add_job, at, problem

PATH = "/api/v1/jobs"


class TestCancelJob:
    def test_nothing_in_flight_is_cancelled_at_once(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=3)
        uow.session.commit()
        answer = client.post(f"{PATH}/{job.id}/cancel")
        assert answer.status_code == 202
        assert "Retry-After" not in answer.headers
        assert answer.json is not None
        assert (answer.json["status"], answer.json["outcome"]) == ("cancelled", "failed")
        assert answer.json["request_counts"]["cancelled"] == 3
        assert answer.json["cancelling_at"] <= answer.json["completed_at"]
        assert answer.json["started_at"] is None
        assert client.get(f"{PATH}/{job.id}").json == answer.json
        (first, *_) = client.get(f"{PATH}/{job.id}/results").get_json()["data"]
        assert (first["status"], first["result"], first["error"], first["attempts"]) == ("cancelled", None, None, 0)

    def test_waits_for_what_is_at_the_model_and_says_the_same_again(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, status="in_progress", total=5, queued=3, in_progress=2, started_at=at(1))
        for position in range(3):
            add_item(uow, job, position)
        uow.session.commit()
        first = client.post(f"{PATH}/{job.id}/cancel")
        again = client.post(f"{PATH}/{job.id}/cancel")
        assert (first.status_code, again.status_code) == (202, 200)
        assert first.headers["Retry-After"] == again.headers["Retry-After"] == "2"
        assert first.json is not None
        assert (first.json["status"], first.json["completed_at"]) == ("cancelling", None)
        assert first.json["progress"]["waiting_on"] == "calls"
        assert first.json["request_counts"] == {
            "total": 5,
            "queued": 0,
            "in_progress": 2,
            "succeeded": 0,
            "failed": 0,
            "cancelled": 3,
            "expired": 0,
        }
        assert again.json == first.json

    @pytest.mark.parametrize("status", ["completed", "cancelled"])
    def test_an_ended_job_is_a_conflict(self, client: FlaskClient, uow: UnitOfWork, status: str) -> None:
        job = add_job(uow, status=status, outcome="succeeded", queued=0, succeeded=1, completed_at=at(9))
        uow.session.commit()
        answer = client.post(f"{PATH}/{job.id}/cancel")
        assert answer.status_code == 409
        assert problem(answer) == {
            "type": "/api/v1/docs/errors#job_already_ended",
            "title": "Job already ended",
            "status": 409,
            "detail": "The job has ended.",
            "code": "job_already_ended",
            "retryable": False,
            "error_count": 0,
            "errors": [],
        }

    def test_says_that_there_is_no_such_job(self, client: FlaskClient) -> None:
        answer = client.post(f"{PATH}/{new_id()}/cancel")
        assert (answer.status_code, problem(answer)["code"]) == (404, "job_not_found")

    def test_needs_the_scope_submit(self, caller: Callable[..., FlaskClient], uow: UnitOfWork) -> None:
        job = add_job(uow, items=1)
        uow.session.commit()
        answer = caller(Scope.READ).post(f"{PATH}/{job.id}/cancel")
        assert (answer.status_code, problem(answer)["code"]) == (403, "scope_missing")
        assert caller(Scope.SUBMIT).post(f"{PATH}/{job.id}/cancel").status_code == 202
