"""Jobs over HTTP: submit, follow, list; whole bodies compared."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.ids import new_id
from shared.queue.publish import Publisher
from shared.settings import Settings
from tests.doubles.wake import RecordedWakes
from tests.integration.api.world import add_job, at

PATH = "/api/v1/jobs"
LEAD = {"company_name": "Northwind Robotics", "contact_email": "ada@northwind.example"}
CSV = "Company,E-mail\nNorthwind,ada@northwind.example\nFabrikam,nope\n,bo@fabrikam.example\n"


class RecordingBroker:
    """A broker that is there and remembers."""

    def __init__(self) -> None:
        self.wake = RecordedWakes()

    def ping(self) -> bool:
        return True


def problem(answer: Any) -> dict[str, Any]:
    """The body of an error, without what differs from request to request."""
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = answer.json
    assert body.pop("request_id") == answer.headers["X-Request-Id"]
    assert body.pop("instance") == answer.request.path
    return body


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
            "name": "Fair",
            "status": "queued",
            "status_reason": None,
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
            "progress": {"percent": 0.0, "ended": 0, "rate_per_minute": None, "eta_seconds": None, "stalled": False},
            "usage": {"calls": 0, "prompt_tokens": 0, "completion_tokens": 0, "cached_tokens": 0},
            "cost": {"actual_usd": "0.000000000"},
            "cached": 0,
            "skipped": {"count": 0, "errors": []},
            "provider": "simulator",
            "model": "gpt-oss-120b",
            "simulated": True,
            "profile": {"name": "B2B, mid-market", "version": 1},
            "metadata": {"hall": "4"},
            "started_at": None,
            "last_result_at": None,
            "completed_at": None,
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
        assert skipped["count"] == 2
        assert [(fault["row"], fault["code"]) for fault in skipped["errors"]] == [
            (3, "invalid_email"),
            (4, "missing_company_name"),
        ]
        again = client.get(answer.headers["Location"])
        assert again.json is not None
        assert again.json["skipped"] == skipped

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


class TestGetJob:
    def test_shows_a_running_job(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(
            uow,
            status="in_progress",
            total=200,
            queued=50,
            in_progress=20,
            succeeded=120,
            failed=10,
            cached=7,
            started_at=at(1),
            mark_at=at(1),
            last_result_at=at(61),
            calls=140,
            prompt_tokens=200_000,
            completion_tokens=30_000,
            cached_tokens=90_000,
            cost_usd=Decimal("0.0925"),
            version=42,
        )
        uow.session.commit()
        answer = client.get(f"{PATH}/{job.id}")
        assert answer.status_code == 200
        assert answer.headers["Retry-After"] == "2"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.json == {
            "id": str(job.id),
            "object": "job",
            "name": None,
            "status": "in_progress",
            "status_reason": None,
            "outcome": None,
            "request_counts": {
                "total": 200,
                "queued": 50,
                "in_progress": 20,
                "succeeded": 120,
                "failed": 10,
                "cancelled": 0,
                "expired": 0,
            },
            # its last result is long ago
            "progress": {"percent": 65.0, "ended": 130, "rate_per_minute": None, "eta_seconds": None, "stalled": True},
            "usage": {
                "calls": 140,
                "prompt_tokens": 200_000,
                "completion_tokens": 30_000,
                "cached_tokens": 90_000,
            },
            "cost": {"actual_usd": "0.092500000"},
            "cached": 7,
            "skipped": {"count": 0, "errors": []},
            "provider": "cerebras",
            "model": "gpt-oss-120b",
            "simulated": False,
            "profile": {"name": "B2B, mid-market", "version": 1},
            "metadata": {},
            "created_at": "2026-01-15T09:00:00.000000Z",
            "started_at": "2026-01-15T09:00:01.000000Z",
            "last_result_at": "2026-01-15T09:01:01.000000Z",
            "completed_at": None,
            "links": {"self": f"{PATH}/{job.id}", "results": f"{PATH}/{job.id}/results"},
        }

    def test_needs_no_second_answer_while_nothing_changed(self, client: FlaskClient) -> None:
        created = client.post(PATH, json={"leads": [LEAD]})
        first = client.get(created.headers["Location"])
        etag = first.headers["ETag"]
        same = client.get(created.headers["Location"], headers={"If-None-Match": etag})
        assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", etag)
        assert same.headers["Retry-After"] == "2"
        with unit_of_work() as uow:
            uow.session.execute(text("UPDATE jobs SET version = version + 1"))
        changed = client.get(created.headers["Location"], headers={"If-None-Match": etag})
        assert changed.status_code == 200
        assert changed.headers["ETag"] != etag

    def test_tells_a_poller_that_the_job_stalls(self, client: FlaskClient) -> None:
        created = client.post(PATH, json={"leads": [LEAD]})
        etag = client.get(created.headers["Location"]).headers["ETag"]
        with unit_of_work() as uow:
            uow.session.execute(text("UPDATE jobs SET created_at = created_at - interval '2 minutes'"))
        answer = client.get(created.headers["Location"], headers={"If-None-Match": etag})
        assert answer.status_code == 200
        assert answer.json is not None
        assert answer.json["progress"]["stalled"] is True

    def test_no_longer_says_when_to_come_back_once_it_has_ended(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, status="completed", outcome="succeeded", queued=0, succeeded=1, completed_at=at(9))
        uow.session.commit()
        answer = client.get(f"{PATH}/{job.id}")
        assert "Retry-After" not in answer.headers
        assert answer.json is not None
        assert (answer.json["outcome"], answer.json["progress"]["percent"]) == ("succeeded", 100.0)

    def test_says_that_there_is_no_such_job(self, client: FlaskClient) -> None:
        answer = client.get(f"{PATH}/{new_id()}")
        assert answer.status_code == 404
        assert problem(answer) == {
            "type": "/api/v1/docs/errors#job_not_found",
            "title": "Job not found",
            "status": 404,
            "detail": "There is no job with this id.",
            "code": "job_not_found",
            "retryable": False,
            "error_count": 0,
            "errors": [],
        }

    @pytest.mark.parametrize("job_id", ["1", "not-an-id", "'; DROP TABLE jobs; --"])
    def test_finds_nothing_under_what_is_no_id(self, client: FlaskClient, job_id: str) -> None:
        answer = client.get(f"{PATH}/{job_id}")
        assert (answer.status_code, answer.json and answer.json["code"]) == (404, "not_found")


class TestListJobs:
    def test_pages_newest_first_without_repeating_or_missing_one(self, client: FlaskClient, uow: UnitOfWork) -> None:
        # three of one moment: only the id tells them apart
        jobs = [add_job(uow, created_at=at(seconds)) for seconds in (0, 1, 1, 1, 2)]
        uow.session.commit()
        wanted = [str(job.id) for job in sorted(jobs, key=lambda job: (job.created_at, job.id), reverse=True)]
        found: list[str] = []
        cursor = ""
        while True:
            page = client.get(f"{PATH}?limit=2{cursor}").json
            assert page is not None
            found += [job["id"] for job in page["data"]]
            if not page["has_more"]:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert found == wanted

    def test_shows_what_one_job_shows_but_for_its_skipped_rows(self, client: FlaskClient) -> None:
        created = client.post(PATH, json={"leads": [LEAD]}).json
        assert created is not None
        del created["skipped"]
        answer = client.get(PATH)
        assert answer.json == {"object": "list", "has_more": False, "next_cursor": None, "data": [created]}

    def test_filters_by_several_statuses(self, client: FlaskClient, uow: UnitOfWork) -> None:
        for status in ("queued", "paused", "in_progress"):
            add_job(uow, status=status)
        uow.session.commit()
        page = client.get(f"{PATH}?status=queued&status=paused").json
        assert page is not None
        assert {job["status"] for job in page["data"]} == {"queued", "paused"}

    @pytest.mark.parametrize(
        ("query", "fault"),
        [
            ("limit=0", {"code": "invalid_value", "parameter": "limit"}),
            ("limit=101", {"code": "invalid_value", "parameter": "limit"}),
            ("limit=x", {"code": "invalid_value", "parameter": "limit"}),
            ("status=done", {"code": "invalid_value", "parameter": "status"}),
            ("page=2", {"code": "unknown", "parameter": "page"}),
            ("cursor=nonsense", {"code": "invalid_cursor", "parameter": "cursor"}),
        ],
    )
    def test_refuses_what_it_does_not_understand(self, client: FlaskClient, query: str, fault: dict[str, str]) -> None:
        answer = client.get(f"{PATH}?{query}")
        assert answer.status_code == 422
        (told,) = problem(answer)["errors"]
        assert told.pop("detail")
        assert told == fault

    def test_needs_the_scope_read(self, caller: Callable[..., FlaskClient]) -> None:
        assert caller(Scope.SUBMIT).get(PATH).status_code == 403
