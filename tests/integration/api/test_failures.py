"""Failures over HTTP: why leads of a job failed, code by code."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from tests.integration.api.world import add_assessment, add_item, add_job, at


class TestListFailures:
    def test_groups_failed_leads_by_code_most_first(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, total=9, queued=1, failed=7, succeeded=1)
        failed = {"state": "failed", "attempts": 2, "completed_at": at(6)}
        add_item(uow, job, 0, **failed, error_code="provider_refused")
        for position in range(1, 7):
            add_item(uow, job, position, **failed, error_code="answer_invalid")
        add_item(uow, job, 7)
        add_item(uow, job, 8, state="succeeded", assessment_id=add_assessment(uow).id)
        other = add_job(uow, queued=0, failed=1)
        add_item(uow, other, 0, **failed, error_code="lead_too_long")
        uow.session.commit()
        answer = client.get(f"/api/v1/jobs/{job.id}/failures")
        assert answer.status_code == 200
        assert answer.json == {
            "object": "list",
            "data": [
                {
                    "code": "answer_invalid",
                    "count": 6,
                    "message": "The model's answer broke the rules of the answer schema at every attempt.",
                    "remedy": "Submit the lead again; if it keeps failing, shorten its notes or choose another model.",
                    "retryable": True,
                    "sample": [
                        {
                            "index": position,
                            "custom_id": f"row-{position + 1}",
                            "company_name": f"Company {position}",
                            "attempts": 2,
                            "completed_at": "2026-01-15T09:00:06.000000Z",
                        }
                        for position in range(1, 6)
                    ],
                },
                {
                    "code": "provider_refused",
                    "count": 1,
                    "message": "The provider's content filter refused to judge this lead.",
                    "remedy": "Read the lead's notes for text that a filter would stop, correct them and submit the "
                    "lead again.",
                    "retryable": False,
                    "sample": [
                        {
                            "index": 0,
                            "custom_id": "row-1",
                            "company_name": "Company 0",
                            "attempts": 2,
                            "completed_at": "2026-01-15T09:00:06.000000Z",
                        }
                    ],
                },
            ],
        }

    def test_is_empty_where_nothing_failed(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=1)
        uow.session.commit()
        assert client.get(f"/api/v1/jobs/{job.id}/failures").json == {"object": "list", "data": []}

    def test_says_that_there_is_no_such_job(self, client: FlaskClient) -> None:
        answer = client.get(f"/api/v1/jobs/{new_id()}/failures")
        assert (answer.status_code, answer.json and answer.json["code"]) == (404, "job_not_found")

    def test_needs_the_scope_to_read(self, caller: Callable[..., FlaskClient]) -> None:
        assert caller(Scope.SUBMIT).get(f"/api/v1/jobs/{new_id()}/failures").status_code == 403
