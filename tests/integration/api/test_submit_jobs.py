"""Submitting jobs over HTTP; whole bodies compared."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.access.scopes import Scope
from shared.queue.publish import Publisher
from shared.settings import Settings
from tests.doubles.wake import RecordedWakes
from tests.integration.api.world import default_profile_id, problem, tier_counts

PATH = "/api/v1/jobs"
LEAD = {"company_name": "Northwind Robotics", "contact_email": "ada@northwind.example"}
CSV = "Company,E-mail\nNorthwind,ada@northwind.example\nFabrikam,nope\n,bo@fabrikam.example\n"


class RecordingBroker:
    """A broker that is there and remembers."""

    def __init__(self) -> None:
        self.wake = RecordedWakes()

    def ping(self) -> bool:
        return True


class TestCreateJob:
    def test_answers_at_once_with_the_job_and_where_to_follow_it(self, client: FlaskClient) -> None:
        answer = client.post(PATH, json={"leads": [LEAD] * 2, "name": "Fair", "metadata": {"hall": "4"}})
        assert answer.status_code == 202
        body = answer.json
        assert body is not None
        job_id = str(uuid.UUID(body.pop("id")))
        assert (answer.headers["Location"], answer.headers["Retry-After"]) == (f"{PATH}/{job_id}", "2")
        assert body.pop("created_at").endswith("Z")
        assert body == {
            "object": "job",
            "kind": "qualify",
            "name": "Fair",
            "status": "queued",
            "status_reason": None,
            "status_message": None,
            "remedy": None,
            "outcome": None,
            "request_counts": {
                "total": 2,
                "queued": 2,
                "in_progress": 0,
                "succeeded": 0,
                "failed": 0,
                "cancelled": 0,
                "expired": 0,
            },
            "progress": {
                "percent": 0.0,
                "ended": 0,
                "rate_per_minute": None,
                "rate_seconds": None,
                "eta_seconds": None,
                "stalled": False,
                "waiting_on": "workers",
            },
            "usage": {"calls": 0, "prompt_tokens": 0, "completion_tokens": 0, "cached_tokens": 0},
            "cost": {"actual_usd": "0.000000000"},
            "cached": 0,
            "skipped": {"count": 0, "error_count": 0, "errors": []},
            "tiers": tier_counts(),
            "provider": "simulator",
            "model": "gpt-oss-120b",
            "simulated": True,
            "profile": {"id": default_profile_id(), "name": "B2B, mid-market", "version": 1},
            "metadata": {"hall": "4"},
            "started_at": None,
            "last_result_at": None,
            "paused_at": None,
            "cancelling_at": None,
            "completed_at": None,
            "retry_of": None,
            "retried_by": [],
            "links": {"self": f"{PATH}/{job_id}", "results": f"{PATH}/{job_id}/results"},
        }

    def test_keeps_leads_caller_and_request_id(self, client: FlaskClient, db_session: Session) -> None:
        client.post(PATH, json={"leads": [LEAD]}, headers={"X-Request-Id": "req-12345678"})
        row = db_session.execute(
            text("SELECT j.request_id, k.name, i.input FROM jobs j, api_keys k, job_items i WHERE k.id = j.api_key_id")
        ).one()
        assert tuple(row) == ("req-12345678", "tests", LEAD)

    def test_wakes_workers_after_the_commit(self, caller: Callable[..., FlaskClient]) -> None:
        broker = RecordingBroker()
        answer = caller(Scope.SUBMIT, broker=broker).post(PATH, json={"leads": [LEAD]})
        assert answer.json is not None
        assert [(str(job_id), queue, runners) for job_id, queue, runners in broker.wake.sent] == [
            (answer.json["id"], "interactive", 1)
        ]

    def test_takes_a_csv_file(self, client: FlaskClient, db_session: Session) -> None:
        body = "Firm;Ort\nMüller GmbH;Köln\n".encode("cp1252")
        answer = client.post(f"{PATH}?map=Firm:company_name&name=List", data=body, content_type="text/csv")
        assert (answer.status_code, answer.json and answer.json["name"]) == (202, "List")
        assert db_session.scalar(text("SELECT input FROM job_items")) == {
            "company_name": "Müller GmbH",
            "additional_data": {"Ort": "Köln"},
        }

    def test_refuses_a_file_with_bad_rows_and_keeps_nothing(self, client: FlaskClient, db_session: Session) -> None:
        answer = client.post(PATH, data=CSV, content_type="text/csv")
        assert answer.status_code == 422
        assert problem(answer) == {
            "type": "/api/v1/docs/errors#lead_invalid",
            "title": "Invalid leads",
            "status": 422,
            "detail": "2 of 3 leads cannot be accepted; nothing was kept.",
            "code": "lead_invalid",
            "retryable": False,
            "error_count": 2,
            "errors": [
                {
                    "code": "invalid_email",
                    "detail": "contact_email is not one e-mail address; write it as name@company.example, "
                    "or leave it empty.",
                    "row": 3,
                    "column": "E-mail",
                },
                {
                    "code": "missing_company_name",
                    "detail": "company_name is missing; every lead needs its company's name.",
                    "row": 4,
                    "column": "Company",
                },
            ],
        }
        assert db_session.scalar(text("SELECT count(*) FROM jobs")) == 0

    def test_goes_on_without_bad_rows_and_says_so_from_then_on(self, client: FlaskClient) -> None:
        answer = client.post(f"{PATH}?on_invalid=skip", data=CSV, content_type="text/csv")
        assert answer.status_code == 202
        assert answer.json is not None
        assert answer.json["request_counts"]["total"] == 1
        skipped = answer.json["skipped"]
        assert (skipped["count"], skipped["error_count"]) == (2, 2)
        assert [(fault["row"], fault["code"]) for fault in skipped["errors"]] == [
            (3, "invalid_email"),
            (4, "missing_company_name"),
        ]
        again = client.get(answer.headers["Location"])
        assert again.json is not None
        assert again.json["skipped"] == skipped

    def test_lists_no_more_left_out_rows_than_a_poll_can_carry(self, client: FlaskClient) -> None:
        leads = [{"company_name": "Alder"}, *[{"company_name": ""}] * 1200]
        answer = client.post(PATH, json={"leads": leads, "on_invalid": "skip"})
        assert answer.json is not None
        skipped = answer.json["skipped"]
        assert (skipped["count"], skipped["error_count"], len(skipped["errors"])) == (1200, 1200, 1000)

    def test_names_three_bad_leads_among_thousands(self, client: FlaskClient) -> None:
        leads: list[dict[str, str]] = [{"company_name": f"Company {number}"} for number in range(3000)]
        for number in (0, 1500, 2999):
            leads[number]["contact_email"] = "nope"
        answer = client.post(PATH, json={"leads": leads})
        assert answer.status_code == 422
        assert answer.json is not None
        assert [fault["pointer"] for fault in answer.json["errors"]] == [
            "/leads/0/contact_email",
            "/leads/1500/contact_email",
            "/leads/2999/contact_email",
        ]

    def test_is_kept_while_the_broker_is_away(
        self, caller: Callable[..., FlaskClient], empty_database: Settings, db_session: Session
    ) -> None:
        away = Publisher(empty_database.model_copy(update={"REDIS_URL": "redis://127.0.0.1:9/0"}))
        answer = caller(Scope.SUBMIT, broker=away).post(PATH, json={"leads": [LEAD]})
        assert answer.status_code == 202
        assert db_session.scalar(text("SELECT queued FROM jobs")) == 1

    @pytest.mark.parametrize(
        ("request_of", "status", "code"),
        [
            ({"json": {"leads": []}}, 422, "lead_invalid"),
            ({"json": {"leads": [LEAD], "bogus": 1}}, 422, "invalid_request"),
            ({"data": "{", "content_type": "application/json"}, 400, "malformed_body"),
            ({"data": "x", "content_type": "text/plain"}, 415, "unsupported_media_type"),
            ({"json": {"leads": [LEAD] * 3}}, 413, "too_large"),
            ({"data": "x" * (1024 * 1024 + 1), "content_type": "text/csv"}, 413, "body_too_large"),
        ],
    )
    def test_refuses_what_is_no_job(
        self, caller: Callable[..., FlaskClient], request_of: dict[str, Any], status: int, code: str
    ) -> None:
        client = caller(Scope.SUBMIT, MAX_BODY_MB=1, MAX_LEADS_PER_JOB=2)
        answer = client.post(PATH, **request_of)
        assert (answer.status_code, problem(answer)["code"]) == (status, code)

    def test_needs_the_scope_submit(self, caller: Callable[..., FlaskClient]) -> None:
        answer = caller(Scope.READ).post(PATH, json={"leads": [LEAD]})
        assert (answer.status_code, problem(answer)["detail"]) == (403, "This key lacks the scope `submit`.")
