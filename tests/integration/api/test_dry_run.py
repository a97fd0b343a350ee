"""Dry runs over HTTP: what a batch would meet, and not a row written."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from shared.access.scopes import Scope
from shared.database.base import Base
from shared.database.engine import get_engine
from shared.database.unit_of_work import UnitOfWork
from shared.fleet.repository import Beat, FleetRepository
from shared.jobs.claim import request_hash
from shared.profiles.repository import ProfileRepository
from shared.scoring.visible import hash_input, visible_lead
from tests.integration.api.world import add_assessment, add_call, add_job

PATH = "/api/v1/jobs"
ADA = {"company_name": "Northwind Robotics", "contact_email": "ada@northwind.example", "notes": "Asked for a quote."}
BO = {"company_name": "Fabrikam", "contact_email": "bo@fabrikam.example"}
CSV = "Company,E-mail,Colour\nNorthwind,ada@northwind.example,\nFabrikam,nope,red\n"


def estimate(client: FlaskClient, *leads: dict[str, Any], **more: Any) -> Any:
    """The answer's body to a dry run of these leads."""
    answer = client.post(PATH, json={"leads": leads, "dry_run": True, **more})
    assert answer.status_code == 200, answer.json
    return answer.json


def add_scored(uow: UnitOfWork, lead: dict[str, Any], **values: Any) -> None:
    """An assessment of this lead as the settings of the tests would ask for it."""
    input_hash = hash_input(visible_lead(lead))
    key = request_hash(
        provider="simulator",
        model="gpt-oss-120b",
        profile_version_id=ProfileRepository(uow.session).use_active_version().id,
        input_hash=input_hash,
    )
    made: dict[str, Any] = {"provider": "simulator", "created_at": text("clock_timestamp()")}
    add_assessment(uow, request_hash=key, input_hash=input_hash, **(made | values))


def row_counts(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


class TestDryRun:
    def test_answers_what_the_first_job_would_meet(self, client: FlaskClient) -> None:
        body = estimate(client, ADA, BO)
        cost = body.pop("cost")
        assert body == {
            "object": "estimate",
            "rows": 2,
            "good": 2,
            "bad": 0,
            "errors": [],
            "error_count": 0,
            "repeated": 0,
            "already_scored": 0,
            "to_judge": 2,
            "time": None,
            "profile": {"id": None, "name": "B2B, mid-market", "version": 1},
            "provider": "simulator",
            "model": "gpt-oss-120b",
            "simulated": True,
            "file": None,
        }
        assert cost["basis"] == "list price, no lead judged yet"
        low, mean, high = (Decimal(cost[name]) for name in ("low_usd", "estimated_usd", "high_usd"))
        assert Decimal(0) < low < mean < high
        assert mean == 2 * Decimal(cost["per_lead_usd"])
        # 2,000 completion tokens at 0.75 and a prompt of more than 1,000 tokens at 0.35, a million
        assert high > 2 * Decimal("0.00185")

    def test_writes_nothing(self, client: FlaskClient, db_session: Session) -> None:
        client.post(PATH, json={"leads": [ADA], "dry_run": False})
        db_session.execute(text("UPDATE profile_versions SET used_at = NULL"))
        db_session.commit()
        before = row_counts(db_session)
        db_session.rollback()
        estimate(client, ADA, BO, {"notes": "bad"}, on_invalid="skip")
        client.post(f"{PATH}?dry_run=true", data=CSV, content_type="text/csv")
        assert row_counts(db_session) == before
        assert before["jobs"] == 1
        assert db_session.scalar(text("SELECT used_at FROM profile_versions")) is None

    def test_makes_no_profile(self, client: FlaskClient, db_session: Session) -> None:
        estimate(client, ADA)
        assert row_counts(db_session)["profiles"] == 0

    def test_counts_what_is_paid_once(self, client: FlaskClient, uow: UnitOfWork) -> None:
        add_scored(uow, BO)
        uow.session.commit()
        # another person at the same company with the same notes looks the same to the model
        same = {**ADA, "contact_email": "else@northwind.example"}
        body = estimate(client, ADA, same, BO, BO, {"company_name": "Third"})
        assert (body["good"], body["repeated"], body["already_scored"], body["to_judge"]) == (5, 2, 1, 2)

    def test_expects_no_reuse_of_what_is_too_old(self, client: FlaskClient, uow: UnitOfWork) -> None:
        add_scored(uow, BO, created_at=text("now() - interval '31 days'"))
        uow.session.commit()
        assert estimate(client, BO)["already_scored"] == 0

    def test_expects_no_reuse_of_what_another_model_judged(
        self, caller: Callable[..., FlaskClient], uow: UnitOfWork
    ) -> None:
        add_scored(uow, BO)
        uow.session.commit()
        assert estimate(caller(Scope.SUBMIT), BO)["already_scored"] == 1
        assert estimate(caller(Scope.SUBMIT, CEREBRAS_MODEL="other"), BO)["already_scored"] == 0

    def test_expects_every_lead_to_be_paid_where_reuse_is_off(self, caller: Callable[..., FlaskClient]) -> None:
        body = estimate(caller(Scope.SUBMIT, REUSE_DAYS=0), ADA, ADA)
        assert (body["repeated"], body["already_scored"], body["to_judge"]) == (0, 0, 2)

    def test_costs_what_leads_cost_lately(self, client: FlaskClient, uow: UnitOfWork) -> None:
        for cents in range(1, 11):
            add_assessment(uow, provider="simulator", cost_usd=Decimal(cents) / 100)
        # neither counts: another provider, another model
        add_assessment(uow, cost_usd=Decimal(9))
        add_assessment(uow, provider="simulator", model="other", cost_usd=Decimal(9))
        uow.session.commit()
        assert estimate(client, ADA, BO)["cost"] == {
            "per_lead_usd": "0.055000000",
            "basis": "mean of the last 10 leads",
            "estimated_usd": "0.110000000",
            "low_usd": "0.020000000",
            "high_usd": "0.180000000",
        }

    def test_takes_as_long_as_free_slots_and_lately_seen_calls_say(self, client: FlaskClient, uow: UnitOfWork) -> None:
        fleet = FleetRepository(uow.session)
        for process, queue in (("one", "interactive"), ("two", "bulk")):
            fleet.beat(Beat(process, "host", 1, [queue], slots=1, in_flight=0, version="0"))
        job = add_job(uow, queue="interactive", total=3, queued=3)
        for latency in (2000, 2000, 2000, 5000):
            add_call(uow, job, 0, provider="simulator", latency_ms=latency, attempt=1)
        uow.session.commit()
        # three leads are ahead
        assert estimate(client, ADA, BO)["time"] == {"low_seconds": 4, "high_seconds": 25}

    def test_knows_no_time_without_a_worker(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow)
        add_call(uow, job, 0, provider="simulator", latency_ms=2000)
        uow.session.commit()
        assert estimate(client, ADA)["time"] is None

    def test_tells_how_a_file_was_understood_and_what_is_wrong_with_it(self, client: FlaskClient) -> None:
        answer = client.post(f"{PATH}?dry_run=true&map=Colour:ignore", data=CSV, content_type="text/csv")
        assert answer.status_code == 200
        body = answer.json
        assert body is not None
        assert (body["rows"], body["good"], body["bad"], body["error_count"]) == (2, 1, 1, 1)
        assert [(fault["row"], fault["column"], fault["code"]) for fault in body["errors"]] == [
            (3, "E-mail", "invalid_email")
        ]
        assert body["file"] == {
            "encoding": "utf-8",
            "delimiter": ",",
            "sheet": None,
            "columns": [
                {"header": "Company", "field": "company_name", "sample": "Northwind"},
                {"header": "E-mail", "field": "contact_email", "sample": "ada@northwind.example"},
                {"header": "Colour", "field": "ignore", "sample": "red"},
            ],
        }

    def test_lists_a_thousand_faults_and_counts_the_rest(self, client: FlaskClient) -> None:
        body = estimate(client, *({"contact_email": "nope"} for _ in range(600)))
        assert (body["bad"], body["error_count"], len(body["errors"])) == (600, 1200, 1000)
        assert (body["good"], body["to_judge"], body["cost"]["estimated_usd"]) == (0, 0, "0.000000000")

    @pytest.mark.parametrize(
        ("request_", "status", "code"),
        [
            ({"json": {"leads": [], "dry_run": True}}, 422, "lead_invalid"),
            ({"json": {"leads": [ADA], "dry_run": "maybe"}}, 422, "invalid_request"),
            ({"json": {"leads": [ADA]}, "query_string": {"dry_run": "true"}}, 422, "invalid_request"),
            ({"data": "{", "content_type": "application/json"}, 400, "malformed_body"),
            (
                {"data": "E-mail\na@b.example\n", "content_type": "text/csv", "query_string": {"dry_run": "true"}},
                422,
                "lead_file_invalid",
            ),
            (
                {"data": CSV, "content_type": "text/plain", "query_string": {"dry_run": "true"}},
                415,
                "unsupported_media_type",
            ),
        ],
    )
    def test_refuses_what_no_row_can_be_read_of(
        self, client: FlaskClient, db_session: Session, request_: dict[str, Any], status: int, code: str
    ) -> None:
        answer = client.post(PATH, **request_)
        assert (answer.status_code, answer.json and answer.json["code"]) == (status, code)
        assert row_counts(db_session)["jobs"] == 0

    def test_needs_the_scope_to_submit(self, caller: Callable[..., FlaskClient]) -> None:
        assert caller(Scope.READ).post(PATH, json={"leads": [ADA], "dry_run": True}).status_code == 403

    def test_keeps_its_word_when_the_job_is_submitted(self, client: FlaskClient) -> None:
        body = estimate(client, ADA, BO)
        submitted = client.post(PATH, json={"leads": [ADA, BO]})
        assert submitted.json is not None
        assert submitted.json["request_counts"]["total"] == body["good"]
        assert submitted.json["profile"]["id"] is not None
        assert {**submitted.json["profile"], "id": None} == body["profile"]
        # used by a job by now, though no lead was judged
        assert estimate(client, ADA)["cost"]["basis"] == "list price, no lead judged lately"


class TestSpeed:
    def test_ten_thousand_leads_take_about_a_second_and_few_statements(
        self, client: FlaskClient, uow: UnitOfWork
    ) -> None:
        ProfileRepository(uow.session).use_active_version()
        uow.session.commit()
        leads = [{"company_name": f"Company {n}", "notes": f"Asked for {n} stock counts. " * 5} for n in range(10_000)]
        sent: list[str] = []
        event.listen(get_engine(), "before_cursor_execute", lambda *args: sent.append(args[2]))
        began = time.process_time()
        body = estimate(client, *leads)
        took = time.process_time() - began
        assert body["to_judge"] == 10_000
        assert sum("request_hash = ANY" in statement for statement in sent) == 2
        assert len(sent) < 20
        # 0.6 s where it was measured; the margin is for slower machines and coverage, not for slower code
        assert took < 4
