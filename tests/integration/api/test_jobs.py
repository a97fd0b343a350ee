"""Jobs over HTTP: follow and list; whole bodies compared."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text, update

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.fleet.repository import Beat, FleetRepository
from shared.ids import new_id
from shared.jobs.models import Job
from tests.integration.api.world import add_assessment, add_item, add_job, at, default_profile_id, problem, tier_counts

PATH = "/api/v1/jobs"
LEAD = {"company_name": "Northwind Robotics", "contact_email": "ada@northwind.example"}


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
            "kind": "qualify",
            "name": None,
            "status": "in_progress",
            "status_reason": None,
            "status_message": None,
            "remedy": None,
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
            "progress": {
                "percent": 65.0,
                "ended": 130,
                "rate_per_minute": None,
                "rate_seconds": None,
                "eta_seconds": None,
                "stalled": True,
                "waiting_on": "workers",
            },
            "usage": {
                "calls": 140,
                "prompt_tokens": 200_000,
                "completion_tokens": 30_000,
                "cached_tokens": 90_000,
            },
            "cost": {"actual_usd": "0.092500000"},
            "cached": 7,
            "skipped": {"count": 0, "error_count": 0, "errors": []},
            "tiers": tier_counts(),
            "provider": "cerebras",
            "model": "gpt-oss-120b",
            "simulated": False,
            "profile": {"id": default_profile_id(), "name": "B2B, mid-market", "version": 1},
            "metadata": {},
            "created_at": "2026-01-15T09:00:00.000000Z",
            "started_at": "2026-01-15T09:00:01.000000Z",
            "last_result_at": "2026-01-15T09:01:01.000000Z",
            "paused_at": None,
            "cancelling_at": None,
            "completed_at": None,
            "retry_of": None,
            "retried_by": [],
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

    def test_says_what_an_open_job_waits_on(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=1)
        uow.session.commit()
        seen: dict[str | None, str] = {}

        def look(waits: str) -> None:
            answer = client.get(f"{PATH}/{job.id}", headers={"If-None-Match": seen.get(waits, "none")})
            assert answer.json is not None
            assert answer.json["progress"]["waiting_on"] == waits
            assert answer.headers["ETag"] not in seen.values()
            seen[waits] = answer.headers["ETag"]

        look("workers")
        beat = Beat(process="w", hostname="h", pid=1, queues=["bulk"], slots=4, in_flight=0, version="1")
        with unit_of_work() as work:
            FleetRepository(work.session).beat(beat)
        look("queue")
        with unit_of_work() as work:
            work.session.execute(text("UPDATE job_items SET next_attempt_at = clock_timestamp() + interval '1 hour'"))
        look("retry")
        with unit_of_work() as work:
            work.session.execute(text("UPDATE jobs SET status = 'in_progress', queued = 0, in_progress = 1"))
        look("calls")

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


class TestTiers:
    def test_count_the_scored_leads_in_the_profiles_order(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, total=6, queued=1, succeeded=4, failed=1)
        ids = {tier: add_assessment(uow, tier=tier).id for tier in ("B", "A", "open")}
        for position, tier in enumerate(("B", "A", "B", "open")):
            # the second B took an earlier assessment, and counts like the first
            add_item(uow, job, position, state="succeeded", assessment_id=ids[tier], cached=position == 2)
        add_item(uow, job, 4, state="failed", error_code="answer_invalid")
        add_item(uow, job, 5)
        uow.session.commit()
        answer = client.get(f"{PATH}/{job.id}").json
        assert answer is not None
        assert answer["tiers"] == tier_counts(A=1, B=2, open=1)

    def test_follow_the_job(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=2)
        uow.session.commit()
        first = client.get(f"{PATH}/{job.id}")
        assert first.json is not None
        assert first.json["tiers"] == tier_counts()
        with unit_of_work() as later:
            scored = {"id": add_assessment(later, tier="A").id}
            later.session.execute(
                text("UPDATE job_items SET state = 'succeeded', assessment_id = :id WHERE position = 0"), scored
            )
            later.session.execute(text("UPDATE jobs SET queued = 1, succeeded = 1, version = version + 1"))
        second = client.get(f"{PATH}/{job.id}", headers={"If-None-Match": first.headers["ETag"]})
        assert second.json is not None
        assert second.json["tiers"] == tier_counts(A=1)

    def test_that_are_behind_have_an_etag_of_their_own(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, total=2000, queued=2000)
        uow.session.commit()
        path = f"{PATH}/{job.id}"

        def change(**columns: Any) -> None:
            with unit_of_work() as later:
                later.session.execute(update(Job).values(**columns))

        client.get(path)
        change(version=2)
        behind = client.get(path).headers["ETag"]
        change(status="completed", outcome="failed", queued=0, failed=2000, completed_at=at(9))
        ended = client.get(path, headers={"If-None-Match": behind})
        assert (ended.status_code, ended.headers["ETag"] != behind) == (200, True)


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

    def test_shows_what_one_job_shows_but_for_what_only_one_costs(self, client: FlaskClient) -> None:
        created = client.post(PATH, json={"leads": [LEAD]}).json
        assert created is not None
        del created["skipped"], created["tiers"]
        created["progress"]["waiting_on"] = None
        answer = client.get(PATH)
        assert answer.json == {"object": "list", "has_more": False, "next_cursor": None, "data": [created]}

    def test_filters_by_several_statuses(self, client: FlaskClient, uow: UnitOfWork) -> None:
        for status in ("queued", "in_progress"):
            add_job(uow, status=status)
        add_job(uow, status="paused", status_reason="by_user", paused_at=at(1))
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
