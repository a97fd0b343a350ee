"""The summary over HTTP: figures that add up, counted from rows made by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.jobs.models import Job
from tests.integration.api.world import add_assessment, add_call, add_item, add_job, add_lead, ago

PATH = "/api/v1/insights/summary"


def summary(client: FlaskClient, since: datetime | None = None) -> Any:
    answer = client.get(PATH if since is None else f"{PATH}?since={quote(since.isoformat())}")
    assert answer.status_code == 200, answer.json
    return answer.json


def ended_job(uow: UnitOfWork, created_at: datetime, **counts: Any) -> Job:
    """A job that ended a minute after it began, with these counters."""
    total = sum(counts.get(name, 0) for name in ("succeeded", "failed", "cancelled"))
    values: dict[str, Any] = {"status": "completed", "outcome": "partial", "total": total, "queued": 0}
    values["completed_at"] = created_at + timedelta(minutes=1)
    return add_job(uow, created_at=created_at, **{**values, **counts})


class TestEmpty:
    def test_says_nothing_of_nothing(self, caller: Callable[..., FlaskClient]) -> None:
        body = summary(caller(Scope.READ, LLM_PROVIDER="cerebras"))
        assert datetime.fromisoformat(body["as_of"]) - datetime.fromisoformat(body["since"]) == timedelta(days=1)
        for name in ("as_of", "since"):
            assert body.pop(name).endswith("Z")
        tiers = [("A", 80), ("B", 60), ("C", 40), ("D", 0), ("open", None), ("disqualified", None)]
        assert body == {
            "object": "summary",
            "rate_per_minute": 0.0,
            "minutes": [0] * 30,
            "ended": {"succeeded": 0, "failed": 0, "failed_retryable": 0, "cancelled": 0, "cached": 0},
            "open": {"queued": 0, "in_progress": 0},
            "jobs": {"open": 0, "paused": 0, "ended": 0},
            "cost": {"since_usd": "0.000000000", "month_usd": "0.000000000"},
            "tiers": [{"tier": tier, "count": 0, "from": at_least} for tier, at_least in tiers],
            "histogram": [0] * 20,
            "leads": 0,
            "provider": {
                "name": "cerebras",
                "model": "gpt-oss-120b",
                "simulated": False,
                "state": "idle",
                "since": None,
                "calls_last_minute": 0,
                "tokens_last_minute": 0,
                "median_latency_ms": None,
                "slots": 0,
                "in_flight": 0,
                "workers": 0,
            },
        }


class TestEnded:
    def test_takes_counters_of_younger_jobs_and_counts_the_rows_of_older_ones(
        self, client: FlaskClient, uow: UnitOfWork
    ) -> None:
        since = ago(hours=2)
        ended_job(uow, ago(hours=1), succeeded=5, failed=2, cancelled=3, cached=4)
        ended_job(uow, ago(hours=9), succeeded=50, failed=20, cancelled=30)
        over = add_job(uow, created_at=ago(hours=3), status="in_progress", total=9, queued=9)
        assessment = add_assessment(uow).id
        good = {"state": "succeeded", "assessment_id": assessment}
        add_item(uow, over, 0, completed_at=since, cached=True, **good)
        add_item(uow, over, 1, completed_at=since - timedelta(microseconds=1), **good)
        add_item(uow, over, 2, completed_at=ago(minutes=90), **good)
        add_item(uow, over, 3, completed_at=ago(minutes=90), state="cancelled")
        for position, code in enumerate(["provider_quota", "provider_refused", "call_unanswered"], start=4):
            add_item(uow, over, position, completed_at=ago(minutes=80), state="failed", error_code=code)
        add_item(uow, over, 7, completed_at=ago(hours=3), state="failed", error_code="provider_quota")
        uow.session.commit()
        assert summary(client, since)["ended"] == {
            "succeeded": 7,
            "failed": 3,
            "failed_retryable": 2,
            "cancelled": 4,
            "cached": 5,
        }

    def test_takes_any_time_zone(self, client: FlaskClient, uow: UnitOfWork) -> None:
        ended_job(uow, ago(hours=1), succeeded=5)
        uow.session.commit()
        for hours in (-11, 0, 5.75, 13):
            zone = (datetime.now(UTC) + timedelta(hours=hours)).replace(tzinfo=None)
            sign = "-" if hours < 0 else "+"
            offset = f"{sign}{int(abs(hours)):02d}:{int(abs(hours) % 1 * 60):02d}"
            for back, expected in ((2, 5), (0.5, 0)):
                since = datetime.fromisoformat(f"{(zone - timedelta(hours=back)).isoformat()}{offset}")
                body = summary(client, since)
                assert body["ended"]["succeeded"] == expected, (offset, back)
                assert datetime.fromisoformat(body["since"]) == since

    def test_is_a_figure_a_minute_oldest_first(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, total=99, queued=99)
        times = [ago(seconds=5), ago(seconds=50), ago(seconds=65), ago(minutes=29, seconds=50), ago(minutes=31)]
        for position, moment in enumerate(times):
            add_item(uow, job, position, state="failed", error_code="answer_invalid", completed_at=moment)
        add_item(uow, job, 9, state="cancelled", completed_at=ago(seconds=5))
        uow.session.commit()
        body = summary(client)
        assert body["minutes"] == [1, *[0] * 27, 1, 2]
        assert body["rate_per_minute"] == 2.0


class TestJobs:
    def test_are_counted_by_where_they_stand(self, client: FlaskClient, uow: UnitOfWork) -> None:
        add_job(uow, total=10, queued=6, in_progress=4, status="in_progress")
        add_job(uow, total=7, queued=5, succeeded=2, status="paused", status_reason="by_user", paused_at=ago(minutes=1))
        ended_job(uow, ago(days=40), succeeded=1)
        ended_job(uow, ago(minutes=5), cancelled=2, status="cancelled")
        uow.session.commit()
        body = summary(client)
        assert body["jobs"] == {"open": 2, "paused": 1, "ended": 2}
        assert body["open"] == {"queued": 11, "in_progress": 4}


class TestCost:
    def test_is_of_calls_begun_since_and_begun_this_month(self, client: FlaskClient, uow: UnitOfWork) -> None:
        now = datetime.now(UTC)
        month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        # counters where a job is younger than the moment, its calls where it is not
        over = add_job(uow, created_at=month - timedelta(hours=1), cost_usd=Decimal("0.9"))
        for position, moment in enumerate([month - timedelta(microseconds=1), month]):
            add_call(
                uow, over, position, started_at=moment, cost_usd=Decimal("0.1"), request_hash=bytes([position]) * 32
            )
        since = now - timedelta(seconds=20)
        add_call(uow, over, 2, started_at=since, cost_usd=Decimal("0.01"), request_hash=b"z" * 32)
        begun = since - timedelta(seconds=1)
        between = ended_job(uow, begun, succeeded=1, cost_usd=Decimal("0.2"))
        add_call(uow, between, 0, started_at=begun, cost_usd=Decimal("0.2"), request_hash=b"x" * 32)
        ended_job(uow, now - timedelta(seconds=10), succeeded=1, cost_usd=Decimal("0.000000007"))
        long_ago = ended_job(uow, month - timedelta(days=3), succeeded=1, cost_usd=Decimal(5))
        add_call(uow, long_ago, 0, started_at=month - timedelta(days=3), cost_usd=Decimal(5), request_hash=b"y" * 32)
        uow.session.commit()
        cost = summary(client, since)["cost"]
        # in the first seconds of a month its first call is younger than `since`, or the job between is older
        first = "0.110000007" if month >= since else "0.010000007"
        this_month = "0.310000007" if between.created_at >= month else "0.110000007"
        assert cost == {"since_usd": first, "month_usd": this_month}


class TestScores:
    def test_are_those_of_leads_scored_since(self, client: FlaskClient, uow: UnitOfWork) -> None:
        since = ago(hours=1)
        rows = [("A", 100), ("A", 95), ("A", 80), ("D", 0), ("D", 4), ("D", 5), ("open", 91), ("open", None)]
        for number, (tier, score) in enumerate([*rows, ("disqualified", 52), ("Gold", 99)]):
            add_lead(uow, f"c{number}", tier=tier, qualification_score=score, qualified_at=since)
        early = since - timedelta(microseconds=1)
        add_lead(uow, "too early", tier="A", qualification_score=100, qualified_at=early)
        add_lead(uow, "never judged")
        uow.session.commit()
        body = summary(client, since)
        counts = [("A", 3), ("B", 0), ("C", 0), ("D", 3), ("open", 2), ("disqualified", 1), ("Gold", 1)]
        assert [(tier["tier"], tier["count"]) for tier in body["tiers"]] == counts
        assert body["histogram"] == [2, 1, *[0] * 8, 1, *[0] * 5, 1, 0, 0, 3]
        assert body["leads"] == 12


class TestRevalidation:
    def test_needs_no_second_answer_while_no_figure_changed(self, client: FlaskClient, uow: UnitOfWork) -> None:
        etag = client.get(PATH).headers["ETag"]
        assert client.get(PATH, headers={"If-None-Match": etag}).status_code == 304
        add_lead(uow)
        uow.session.commit()
        answer = client.get(PATH, headers={"If-None-Match": etag})
        assert (answer.status_code, answer.headers["ETag"] == etag) == (200, False)


class TestSince:
    @pytest.mark.parametrize("since", ["yesterday", "2026-01-15", "2026-01-15T09:00:00", "", "1999-01-01T00:00:00Z"])
    def test_refuses_what_is_no_moment_of_the_last_31_days(self, client: FlaskClient, since: str) -> None:
        answer: Any = client.get(f"{PATH}?since={since}")
        assert answer.status_code == 422
        assert [fault["parameter"] for fault in answer.json["errors"]] == ["since"]

    def test_may_be_31_days_ago_and_no_longer(self, client: FlaskClient) -> None:
        assert summary(client, ago(days=31))["leads"] == 0
        assert client.get(f"{PATH}?since={quote(ago(days=31, hours=2).isoformat())}").status_code == 422

    def test_in_the_future_finds_nothing(self, client: FlaskClient, uow: UnitOfWork) -> None:
        ended_job(uow, ago(hours=1), succeeded=5)
        uow.session.commit()
        assert summary(client, ago(days=-1))["ended"]["succeeded"] == 0

    def test_needs_the_scope_read(self, caller: Callable[..., FlaskClient]) -> None:
        assert caller(Scope.SUBMIT).get(PATH).status_code == 403


class TestConsistency:
    def test_shows_one_moment(self, empty_database: object) -> None:
        """What another commits between two of its queries is seen by none: the transaction has one snapshot."""
        from shared.database.unit_of_work import unit_of_work  # noqa: PLC0415
        from shared.insights.read import get_summary  # noqa: PLC0415
        from shared.settings import get_settings  # noqa: PLC0415

        with unit_of_work() as reader:
            assert get_summary(reader, settings=get_settings()).leads == 0
            with unit_of_work() as writer:
                add_lead(writer, f"c {new_id()}")
            assert reader.session.connection().get_isolation_level() == "REPEATABLE READ"
        with unit_of_work() as later:
            assert later.session.connection().get_isolation_level() == "READ COMMITTED"
