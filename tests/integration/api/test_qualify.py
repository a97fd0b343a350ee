"""One lead over HTTP, with a worker in this process: who waits gets its result, and who cannot gets its job."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.access.scopes import Scope
from shared.database.unit_of_work import unit_of_work
from shared.jobs.process import WorkerProcess
from shared.jobs.work import work_job
from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from shared.queue.names import Queue
from shared.settings import Settings
from tests.doubles.provider import MockCerebras
from tests.integration.api.world import problem

PATH = "/api/v1/leads/qualify"
LEAD = {"company_name": "Northwind Robotics", "contact_email": "ada@northwind.example", "notes": "Wants a quote."}


class WorkingBroker:
    """Hands wake-ups to a worker in this process."""

    def __init__(self, process: WorkerProcess) -> None:
        self._process = process
        self.pool = ThreadPoolExecutor(4)

    def wake(self, job_id: uuid.UUID, *, queue: Queue, runners: int = 1) -> None:
        assert (queue, runners) == (Queue.INTERACTIVE, 1)
        self.pool.submit(work_job, job_id, process=self._process)

    def ping(self) -> bool:
        return True


@pytest.fixture
def broker(empty_database: Settings, mock_cerebras: MockCerebras) -> Iterator[WorkingBroker]:
    """A worker, and the way to it."""
    settings = empty_database.model_copy(update={"WORKER_CALL_SLOTS": 4, "SLICE_SECONDS": 5.0})

    def wake(job_id: uuid.UUID, *, queue: Queue, runners: int = 1) -> None:
        broker.wake(job_id, queue=queue, runners=runners)

    process = WorkerProcess(
        settings,
        uow_factory=unit_of_work,
        client=mock_cerebras,  # type: ignore[arg-type]
        wake=wake,
        queues=["interactive"],
    )
    broker = WorkingBroker(process)
    yield broker
    mock_cerebras.gate.set()
    broker.pool.shutdown()
    process.stop(grace_seconds=5.0)


@pytest.fixture
def served(caller: Callable[..., FlaskClient], broker: WorkingBroker) -> FlaskClient:
    """A caller whose leads are judged."""
    return caller(Scope.SUBMIT, Scope.READ, broker=broker)


def qualify(client: FlaskClient, *, wait: int | None = None, **body: Any) -> Any:
    headers = {} if wait is None else {"Prefer": f"wait={wait}"}
    return client.post(PATH, json={"lead": LEAD, **body}, headers=headers)


class TestQualifyLead:
    def test_is_a_job_of_one_where_nobody_waits(self, client: FlaskClient) -> None:
        answer = qualify(client, metadata={"form": "contact"})
        assert answer.status_code == 202
        job = client.get(answer.headers["Location"]).json
        assert job == answer.json
        assert (job["request_counts"]["total"], job["metadata"]) == (1, {"form": "contact"})
        assert answer.headers["Retry-After"] == "2"
        assert "Preference-Applied" not in answer.headers

    def test_is_the_result_where_its_sender_waits(self, served: FlaskClient) -> None:
        answer = qualify(served, wait=20)
        assert (answer.status_code, answer.headers["Preference-Applied"]) == (200, "wait=20")
        result = dict(answer.json)
        assert result.pop("object") == "result"
        (line,) = served.get(f"/api/v1/jobs/{result.pop('job_id')}/results").json["data"]
        assert result == line
        assert (line["status"], line["result"]["score"], line["input"]) == ("succeeded", 100, LEAD)

    def test_pays_for_a_lead_once(self, served: FlaskClient, mock_cerebras: MockCerebras) -> None:
        first, again = qualify(served, wait=20).json, qualify(served, wait=20).json
        assert (first["cached"], again["cached"]) == (False, True)
        assert first["result"] == again["result"]
        assert len(mock_cerebras.bodies) == 1

    def test_is_its_job_where_the_time_is_over(self, client: FlaskClient) -> None:
        began = time.monotonic()
        answer = qualify(client, wait=1)
        assert time.monotonic() - began >= 1
        assert (answer.status_code, answer.headers["Preference-Applied"]) == (202, "wait=1")
        assert answer.headers["Location"] == f"/api/v1/jobs/{answer.json['id']}"

    def test_lets_no_more_wait_than_there_are_places(
        self, caller: Callable[..., FlaskClient], broker: WorkingBroker, mock_cerebras: MockCerebras
    ) -> None:
        client = caller(Scope.SUBMIT, broker=broker, QUALIFY_MAX_WAITERS=1)
        other = client.application.test_client()
        other.environ_base["HTTP_AUTHORIZATION"] = client.environ_base["HTTP_AUTHORIZATION"]
        mock_cerebras.gate.clear()
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(qualify, client, wait=20)
            deadline = time.monotonic() + 10
            while not mock_cerebras.bodies:
                assert time.monotonic() < deadline, "the first lead never reached the provider"
                time.sleep(0.01)
            began = time.monotonic()
            turned_away = qualify(other, wait=20)
            assert time.monotonic() - began < 5
            assert (turned_away.status_code, "Preference-Applied" in turned_away.headers) == (202, False)
            mock_cerebras.gate.set()
            assert waiting.result(20).status_code == 200
        # and the place is free again
        assert qualify(other, wait=20).status_code == 200

    def test_tells_at_once_what_is_wrong_with_the_account(
        self, served: FlaskClient, mock_cerebras: MockCerebras
    ) -> None:
        mock_cerebras.script.append(Answer(AnswerClass.ACCOUNT, status=401, latency_ms=1))
        answer = qualify(served, wait=30)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        said = problem(answer)
        assert (said["code"], said["retryable"]) == ("provider_auth", False)
        job = served.get(f"/api/v1/jobs/{said['job_id']}").json
        assert (job["status"], job["status_reason"]) == ("paused", "provider_auth")

    def test_is_a_result_where_the_failure_is_the_leads_own(
        self, served: FlaskClient, mock_cerebras: MockCerebras
    ) -> None:
        mock_cerebras.script.append(Answer(AnswerClass.REFUSED, status=200, latency_ms=1))
        answer = qualify(served, wait=20)
        assert (answer.status_code, answer.json["status"], answer.json["result"]) == (200, "failed", None)
        assert answer.json["error"]["code"] == "provider_refused"


class TestRefusedLead:
    @pytest.mark.parametrize(
        ("body", "pointers"),
        [
            ({}, ["/lead"]),
            ({"lead": None}, ["/lead"]),
            ({"lead": "Northwind"}, ["/lead"]),
            ({"lead": [LEAD]}, ["/lead"]),
            ({"lead": {"contact_email": "nope"}}, ["/lead/company_name", "/lead/contact_email"]),
            ({"lead": LEAD, "leads": []}, ["/leads"]),
            ({"lead": LEAD, "profile": 7}, ["/profile"]),
            ({"lead": LEAD, "profile": "No such profile"}, ["/profile"]),
            ({"lead": LEAD, "profile_version": 99}, ["/profile_version"]),
            ({"lead": {"company_name": ""}, "metadata": {"a": 1}}, ["/metadata/a", "/lead/company_name"]),
        ],
    )
    def test_is_told_by_its_places_and_kept_nowhere(
        self, client: FlaskClient, db_session: Session, body: dict[str, Any], pointers: list[str]
    ) -> None:
        # the default profile is there
        assert qualify(client).status_code == 202
        answer = client.post(PATH, json=body)
        assert (answer.status_code, [fault["pointer"] for fault in problem(answer)["errors"]]) == (422, pointers)
        assert db_session.scalar(text("SELECT count(*) FROM jobs")) == 1

    def test_comes_as_json_with_nothing_in_the_url(self, client: FlaskClient) -> None:
        answer = client.post(PATH, data="Company\nA\n", content_type="text/csv")
        assert (answer.status_code, problem(answer)["code"]) == (415, "unsupported_media_type")
        answer = client.post(f"{PATH}?wait=5", json={"lead": LEAD})
        assert (answer.status_code, problem(answer)["errors"][0]["parameter"]) == (422, "wait")
