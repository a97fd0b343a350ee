"""Alive and ready; and what the API answers while its servers are away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from shared.database.engine import make_engine
from shared.database.unit_of_work import UnitOfWork
from shared.fleet.repository import Beat, FleetRepository
from shared.queue.publish import Publisher
from shared.settings import Settings

NOWHERE = {"DATABASE_URL": "postgresql://nobody:secret-marker@127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9/0"}


def faults(answer: Any) -> list[tuple[str, str]]:
    """Code and sentence of each fault."""
    return [(fault["code"], fault["detail"]) for fault in answer.json["errors"]]


def beat(uow: UnitOfWork, process: str, *queues: str) -> None:
    """A worker that has just reported itself."""
    report = Beat(process, hostname="host", pid=1, queues=queues, slots=32, in_flight=5, version="0.1.0")
    FleetRepository(uow.session).beat(report)


@pytest.fixture
def anyone(app_of: Callable[..., Flask]) -> FlaskClient:
    """A caller without a key."""
    return app_of().test_client()


@pytest.fixture
def stranded(empty_database: Settings) -> FlaskClient:
    """A caller of an API whose servers are both away."""
    away = empty_database.model_copy(update=NOWHERE)
    return create_app(away, engine=make_engine(away), broker=Publisher(away)).test_client()


class TestGetHealth:
    def test_answers_anyone(self, anyone: FlaskClient) -> None:
        answer = anyone.get("/api/v1/health")
        assert (answer.status_code, answer.json) == (200, {"status": "ok"})

    def test_asks_nothing_of_servers(self, stranded: FlaskClient) -> None:
        assert stranded.get("/api/v1/health").status_code == 200

    def test_takes_no_other_method(self, anyone: FlaskClient) -> None:
        answer = anyone.post("/api/v1/health")
        assert (answer.status_code, answer.json and answer.json["code"]) == (405, "method_not_allowed")


class TestGetReady:
    def test_is_ready_with_a_worker_for_every_queue(self, anyone: FlaskClient, uow: UnitOfWork) -> None:
        beat(uow, "a", "interactive")
        beat(uow, "b", "bulk")
        uow.session.commit()
        answer = anyone.get("/api/v1/ready")
        assert answer.status_code == 200
        assert answer.json == {
            "status": "ready",
            "database": "ok",
            "broker": "ok",
            "workers": {"processes": 2, "slots": 64, "in_flight": 10, "queues": ["bulk", "interactive"]},
        }

    def test_names_the_queue_that_nobody_serves(self, anyone: FlaskClient, uow: UnitOfWork) -> None:
        beat(uow, "a", "interactive")
        uow.session.commit()
        answer = anyone.get("/api/v1/ready")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert answer.json is not None
        assert answer.json["code"] == "not_ready"
        assert faults(answer) == [
            ("workers_away", "No live worker serves the queue `bulk`; its jobs are taken and wait.")
        ]

    def test_counts_no_worker_that_fell_silent(self, anyone: FlaskClient, uow: UnitOfWork) -> None:
        beat(uow, "a", "interactive", "bulk")
        uow.session.connection().exec_driver_sql(
            "UPDATE worker_heartbeats SET seen_at = seen_at - interval '7 seconds'"
        )
        uow.session.commit()
        assert [code for code, _ in faults(anyone.get("/api/v1/ready"))] == ["workers_away", "workers_away"]

    def test_names_all_that_is_away_without_its_address(self, stranded: FlaskClient) -> None:
        answer = stranded.get("/api/v1/ready")
        assert answer.status_code == 503
        assert [code for code, _ in faults(answer)] == ["database_away", "broker_away"]
        for secret in ("127.0.0.1", "secret-marker", "nobody", "psycopg", "redis://"):
            assert secret not in answer.text


class TestOutage:
    def test_of_the_database_is_a_503_that_says_when_to_come_back(self, stranded: FlaskClient) -> None:
        key = "sa_abcdefgh_" + "s" * 43
        answer = stranded.get("/api/v1/jobs", headers={"Authorization": f"Bearer {key}"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert answer.json is not None
        assert (answer.json["code"], answer.json["retryable"]) == ("database_unavailable", True)
        for secret in ("127.0.0.1", "secret-marker", "nobody", "psycopg", key):
            assert secret not in answer.text
