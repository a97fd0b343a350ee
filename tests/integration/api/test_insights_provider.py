"""The provider's state over HTTP, judged by calls as the workers leave them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork
from shared.fleet.models import WorkerHeartbeat
from tests.integration.api.world import add_call, add_job, ago


def provider_of(client: FlaskClient) -> Any:
    """What the summary says of the provider."""
    answer = client.get("/api/v1/insights/summary")
    assert answer.status_code == 200, answer.json
    assert answer.json is not None
    return answer.json["provider"]


class TestProvider:
    def test_tells_of_the_last_minute_and_of_the_workers(
        self, caller: Callable[..., FlaskClient], uow: UnitOfWork
    ) -> None:
        job = add_job(uow)
        # begun, ended, class, latency: the third began more than a minute ago, the fourth ended so long ago
        calls = [(30, 20, "ok", 900), (25, 20, "ok", 700), (80, 5, "ok", 1100), (100, 70, "quota", 50)]
        for number, (begun, ended, outcome, latency) in enumerate(calls):
            moments = {"started_at": ago(seconds=begun), "ended_at": ago(seconds=ended)}
            add_call(uow, job, number, class_=outcome, latency_ms=latency, request_hash=bytes([number]) * 32, **moments)
        open_call = {"started_at": ago(seconds=3), "ended_at": None, "class_": None, "cost_usd": None}
        add_call(uow, job, 7, request_hash=b"o" * 32, **open_call)
        add_call(uow, job, 8, request_hash=b"s" * 32, started_at=ago(seconds=9), provider="simulator")
        for name, seen, in_flight in (("one", 0, 3), ("two", 1, 4), ("gone", 60, 5)):
            uow.session.add(
                WorkerHeartbeat(
                    process=name,
                    hostname="host",
                    pid=1,
                    queues=["bulk"],
                    slots=32,
                    in_flight=in_flight,
                    version="1",
                    seen_at=ago(seconds=seen),
                )
            )
        uow.session.commit()
        assert provider_of(caller(Scope.READ, LLM_PROVIDER="cerebras")) == {
            "name": "cerebras",
            "model": "gpt-oss-120b",
            "simulated": False,
            "state": "answers",
            "since": None,
            "calls_last_minute": 3,
            "tokens_last_minute": 5100,
            "median_latency_ms": 900,
            "slots": 64,
            "in_flight": 7,
            "workers": 2,
        }

    @pytest.mark.parametrize(("deadline", "began", "counted"), [(60, 290, 1), (60, 310, 0), (600, 1250, 1)])
    def test_counts_calls_as_long_as_the_deadline_lets_them_last(
        self, caller: Callable[..., FlaskClient], uow: UnitOfWork, deadline: int, began: int, counted: int
    ) -> None:
        call = {"started_at": ago(seconds=began), "ended_at": ago(seconds=5), "latency_ms": 9}
        add_call(uow, add_job(uow), 0, class_="ok", request_hash=b"l" * 32, **call)
        uow.session.commit()
        client = caller(Scope.READ, LLM_PROVIDER="cerebras", LLM_TOTAL_DEADLINE_SECONDS=deadline)
        provider = provider_of(client)
        assert provider["state"] == ("answers" if counted else "idle")
        assert provider["median_latency_ms"] == (9 if counted else None)

    @pytest.mark.parametrize(("outcome", "state"), [("account", "account_refused"), ("config", "settings_refused")])
    def test_in_trouble_tells_which_and_when_it_last_answered(
        self, caller: Callable[..., FlaskClient], uow: UnitOfWork, outcome: str, state: str
    ) -> None:
        job = add_job(uow)
        answered = ago(minutes=20)
        add_call(uow, job, 0, started_at=ago(minutes=21), ended_at=answered)
        add_call(
            uow, job, 1, started_at=ago(seconds=9), ended_at=ago(seconds=8), class_=outcome, request_hash=b"a" * 32
        )
        uow.session.commit()
        provider = provider_of(caller(Scope.READ, LLM_PROVIDER="cerebras"))
        assert provider["state"] == state
        assert datetime.fromisoformat(provider["since"]) == answered

    def test_is_the_simulator_whatever_it_answers(self, client: FlaskClient, uow: UnitOfWork) -> None:
        add_call(uow, add_job(uow), 0, provider="simulator", class_="transient", ended_at=ago(seconds=2))
        uow.session.commit()
        provider = provider_of(client)
        assert (provider["name"], provider["simulated"], provider["state"]) == ("simulator", True, "simulator")
