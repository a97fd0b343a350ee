"""Pausing, resuming and retrying over HTTP: what is answered, to whom, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.jobs.models import Job
from shared.jobs.pause_reasons import EXPLANATIONS, PauseReason
from tests.integration.api.world import add_item, add_job, at, problem

PATH = "/api/v1/jobs"


def ended_job(uow: UnitOfWork) -> Job:
    """A job that was cancelled, of which one lead failed and one was cancelled."""
    job = add_job(
        uow, status="cancelled", outcome="failed", total=2, queued=0, failed=1, cancelled=1, completed_at=at(9)
    )
    add_item(uow, job, 0, state="failed", error_code="provider_refused", attempts=1, completed_at=at(8))
    add_item(uow, job, 1, state="cancelled", completed_at=at(9))
    uow.session.commit()
    return job


def events(client: FlaskClient, job_id: object) -> list[dict[str, Any]]:
    """What was done to the job, newest first."""
    body = client.get(f"{PATH}/{job_id}/events").get_json()
    assert body["object"] == "list"
    data: list[dict[str, Any]] = body["data"]
    return data


class TestPauseJob:
    def test_says_why_and_what_to_do_and_the_same_again(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=3)
        uow.session.commit()
        first, again = client.post(f"{PATH}/{job.id}/pause"), client.post(f"{PATH}/{job.id}/pause")
        assert (first.status_code, again.status_code) == (202, 200)
        assert first.headers["Retry-After"] == "2"
        assert first.json == again.json == client.get(f"{PATH}/{job.id}").json
        assert first.json is not None
        assert (first.json["status"], first.json["status_reason"]) == ("paused", "by_user")
        assert first.json["status_message"] == "Somebody paused the job."
        assert first.json["remedy"] == "Resume it when it is to go on."
        assert first.json["paused_at"] > first.json["created_at"]
        assert first.json["progress"]["waiting_on"] is None

    @pytest.mark.parametrize(
        ("status", "code"),
        [("completed", "job_already_ended"), ("cancelled", "job_already_ended"), ("cancelling", "job_cancelling")],
    )
    def test_is_a_conflict_where_it_cannot_be(
        self, client: FlaskClient, uow: UnitOfWork, status: str, code: str
    ) -> None:
        ended = status != "cancelling"
        job = add_job(uow, status=status, completed_at=at(9) if ended else None)
        uow.session.commit()
        answer = client.post(f"{PATH}/{job.id}/pause")
        assert (answer.status_code, problem(answer)["code"]) == (409, code)
        assert events(client, job.id) == []


class TestResumeJob:
    def test_goes_on(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=3)
        uow.session.commit()
        client.post(f"{PATH}/{job.id}/pause")
        answer = client.post(f"{PATH}/{job.id}/resume")
        assert (answer.status_code, answer.headers["Retry-After"]) == (202, "2")
        assert answer.json is not None
        shown = [answer.json[name] for name in ("status", "status_reason", "status_message", "remedy", "paused_at")]
        assert shown == ["queued", None, None, None, None]

    def test_is_a_conflict_where_nothing_is_paused(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=1)
        uow.session.commit()
        answer = client.post(f"{PATH}/{job.id}/resume")
        body = problem(answer)
        assert (answer.status_code, body["code"], body["detail"]) == (
            409,
            "job_not_paused",
            "The job is queued, not paused.",
        )


class TestPausedByTheProvider:
    @pytest.mark.parametrize("reason", PauseReason)
    def test_every_reason_has_its_sentences(self, client: FlaskClient, uow: UnitOfWork, reason: PauseReason) -> None:
        job = add_job(uow, status="paused", status_reason=reason, paused_at=at(3))
        uow.session.commit()
        body = client.get(f"{PATH}/{job.id}").get_json()
        assert (body["status_reason"], body["paused_at"]) == (reason, "2026-01-15T09:00:03.000000Z")
        assert (body["status_message"], body["remedy"]) == (EXPLANATIONS[reason].cause, EXPLANATIONS[reason].remedy)
        (listed,) = client.get(f"{PATH}?status=paused").get_json()["data"]
        assert listed["remedy"] == body["remedy"]


class TestRetryJob:
    def test_makes_a_job_of_what_failed_without_a_body(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = ended_job(uow)
        before = client.get(f"{PATH}/{job.id}")
        answer = client.post(f"{PATH}/{job.id}/retry")
        assert (answer.status_code, answer.headers["Retry-After"]) == (202, "2")
        assert answer.json is not None
        made = answer.json["id"]
        assert answer.headers["Location"] == f"{PATH}/{made}"
        assert (answer.json["status"], answer.json["retry_of"], answer.json["retried_by"]) == (
            "queued",
            str(job.id),
            [],
        )
        assert answer.json["request_counts"]["total"] == 1
        results = client.get(f"{PATH}/{made}/results?status=queued").get_json()["data"]
        assert [(line["index"], line["custom_id"], line["attempts"]) for line in results] == [(0, "row-1", 0)]
        after = client.get(f"{PATH}/{job.id}", headers={"If-None-Match": before.headers["ETag"]})
        assert after.get_json() == {**before.get_json(), "retried_by": [made]}

    def test_takes_the_choice_of_the_body(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = ended_job(uow)
        choice = {"statuses": ["failed", "cancelled"], "custom_ids": ["row-2", "row-9"], "name": "The rest"}
        body = client.post(f"{PATH}/{job.id}/retry", json=choice).get_json()
        assert (body["name"], body["request_counts"]["total"]) == ("The rest", 1)
        (line,) = client.get(f"{PATH}/{body['id']}/results?status=queued").get_json()["data"]
        assert line["custom_id"] == "row-2"

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({"statuses": ["succeeded"]}, "/statuses/0"),
            ({"statuses": []}, "/statuses"),
            ({"custom_ids": []}, "/custom_ids"),
            ({"custom_ids": ["a b"]}, "/custom_ids/0"),
            ({"custom_ids": [7]}, "/custom_ids/0"),
            ({"name": ""}, "/name"),
            ({"leads": []}, "/leads"),
        ],
    )
    def test_names_what_is_wrong_with_the_body(
        self, client: FlaskClient, uow: UnitOfWork, body: dict[str, Any], pointer: str
    ) -> None:
        answer = client.post(f"{PATH}/{ended_job(uow).id}/retry", json=body)
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in problem(answer)["errors"]] == [pointer]

    @pytest.mark.parametrize(
        ("data", "media_type", "status", "code"),
        [
            (b"{", "application/json", 400, "malformed_body"),
            (b"[]", "application/json", 400, "malformed_body"),
            (b"a,b", "text/csv", 415, "unsupported_media_type"),
        ],
    )
    def test_refuses_another_body(
        self, client: FlaskClient, uow: UnitOfWork, data: bytes, media_type: str, status: int, code: str
    ) -> None:
        answer = client.post(f"{PATH}/{ended_job(uow).id}/retry", data=data, content_type=media_type)
        assert (answer.status_code, problem(answer)["code"]) == (status, code)

    def test_is_a_conflict_while_the_job_runs(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=1)
        uow.session.commit()
        answer = client.post(f"{PATH}/{job.id}/retry")
        assert (answer.status_code, problem(answer)["code"]) == (409, "job_not_ended")

    def test_is_a_conflict_where_nothing_matches(self, client: FlaskClient, uow: UnitOfWork) -> None:
        answer = client.post(f"{PATH}/{ended_job(uow).id}/retry", json={"statuses": ["expired"]})
        assert (answer.status_code, problem(answer)["code"]) == (409, "nothing_to_retry")

    def test_is_a_conflict_while_a_retry_runs_and_names_it(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = ended_job(uow)
        made = client.post(f"{PATH}/{job.id}/retry").get_json()["id"]
        answer = client.post(f"{PATH}/{job.id}/retry")
        body = problem(answer)
        assert (answer.status_code, body["code"]) == (409, "retry_running")
        assert made in body["detail"]


class TestListJobEvents:
    def test_shows_who_did_what_newest_first(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, items=2)
        uow.session.commit()
        for deed in ("pause", "resume", "cancel"):
            client.post(f"{PATH}/{job.id}/{deed}")
        made = client.post(f"{PATH}/{job.id}/retry", json={"statuses": ["cancelled"]}).get_json()["id"]
        shown = events(client, job.id)
        assert [(event["action"], event["actor"], event["actor_kind"]) for event in shown] == [
            ("job.retry", "tests", "key"),
            ("job.cancel", "tests", "key"),
            ("job.resume", "tests", "key"),
            ("job.pause", "tests", "key"),
        ]
        assert shown[0]["detail"]["job_id"] == made
        assert shown[1]["detail"] == {"cancelled_at_once": 2}
        assert [event["at"] for event in shown] == sorted((event["at"] for event in shown), reverse=True)
        assert events(client, made) == []


class TestAccess:
    @pytest.mark.parametrize("deed", ["pause", "resume", "retry"])
    def test_a_deed_needs_the_scope_submit_and_a_job(
        self, caller: Callable[..., FlaskClient], uow: UnitOfWork, deed: str
    ) -> None:
        job = add_job(uow, items=1)
        uow.session.commit()
        answer = caller(Scope.READ).post(f"{PATH}/{job.id}/{deed}")
        assert (answer.status_code, problem(answer)["code"]) == (403, "scope_missing")
        answer = caller(Scope.SUBMIT).post(f"{PATH}/{new_id()}/{deed}")
        assert (answer.status_code, problem(answer)["code"]) == (404, "job_not_found")

    def test_events_need_the_scope_read_and_a_job(self, caller: Callable[..., FlaskClient], uow: UnitOfWork) -> None:
        job = add_job(uow, items=1)
        uow.session.commit()
        answer = caller(Scope.SUBMIT).get(f"{PATH}/{job.id}/events")
        assert (answer.status_code, problem(answer)["code"]) == (403, "scope_missing")
        answer = caller(Scope.READ).get(f"{PATH}/{new_id()}/events")
        assert (answer.status_code, problem(answer)["code"]) == (404, "job_not_found")
