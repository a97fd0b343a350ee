"""Leads over HTTP: filtered, sorted, paged, and one with the assessment behind its score."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from tests.integration.api.world import CRITERIA, DISQUALIFIERS, FLAGS, QUESTION, add_assessment, add_lead, at

PATH = "/api/v1/leads"


def names(client: FlaskClient, query: str = "") -> list[str]:
    """The companies of all pages, in order."""
    found: list[str] = []
    cursor = ""
    while True:
        answer = client.get(f"{PATH}?limit=2{query}{cursor}")
        assert answer.status_code == 200, answer.json
        page: Any = answer.json
        assert len(page["data"]) <= 2
        found += [lead["company_name"] for lead in page["data"]]
        if not page["has_more"]:
            return found
        cursor = f"&cursor={page['next_cursor']}"


@pytest.fixture
def many(uow: UnitOfWork) -> None:
    """Seven leads: two of one score, two of one moment, three without a score."""
    for name, score, tier, seconds in (
        ("a90", 90, "A", 3),
        ("b70", 70, "B", 1),
        ("b70 later", 70, "B", 2),
        ("d0", 0, "D", 5),
        ("open", None, "open", 4),
        ("new", None, None, 0),
        ("new too", None, None, 0),
    ):
        add_lead(uow, name, qualification_score=score, tier=tier, created_at=at(seconds))
    uow.session.commit()


@pytest.mark.usefixtures("many")
class TestListLeads:
    def test_sorts_by_score_with_the_unscored_last(self, client: FlaskClient) -> None:
        found = names(client)
        assert found[:5] == ["a90", "b70 later", "b70", "d0", "open"]
        assert set(found[5:]) == {"new", "new too"}

    def test_sorts_the_other_way_with_the_unscored_still_last(self, client: FlaskClient) -> None:
        found = names(client, "&order=asc")
        assert found[:4] == ["d0", "b70", "b70 later", "a90"]
        assert set(found[4:6]) == {"new", "new too"}
        assert found[6] == "open"

    def test_sorts_by_time(self, client: FlaskClient) -> None:
        newest = names(client, "&sort=time")
        assert newest[:5] == ["d0", "open", "a90", "b70 later", "b70"]
        assert names(client, "&sort=time&order=asc") == newest[::-1]

    def test_filters_by_several_tiers(self, client: FlaskClient) -> None:
        assert names(client, "&tier=A&tier=open") == ["a90", "open"]

    def test_filters_by_score_ends_included_and_drops_the_unscored(self, client: FlaskClient) -> None:
        assert names(client, "&min_score=70") == ["a90", "b70 later", "b70"]
        assert names(client, "&max_score=70") == ["b70 later", "b70", "d0"]
        assert names(client, "&min_score=1&max_score=89&sort=time") == ["b70 later", "b70"]

    def test_refuses_a_cursor_of_another_order(self, client: FlaskClient) -> None:
        page: Any = client.get(f"{PATH}?limit=2").json
        answer = client.get(f"{PATH}?limit=2&order=asc&cursor={page['next_cursor']}")
        assert (answer.status_code, answer.json and answer.json["code"]) == (422, "invalid_cursor")

    @pytest.mark.parametrize(
        "query",
        [
            "min_score=-1",
            "max_score=101",
            "min_score=x",
            "sort=name",
            "order=up",
            "tier=",
            "tier=%00",
            "limit=201",
            "q=x",
            "cursor=WzFd",
        ],
    )
    def test_refuses_what_it_does_not_understand(self, client: FlaskClient, query: str) -> None:
        answer = client.get(f"{PATH}?{query}")
        assert answer.status_code == 422
        assert answer.json is not None
        assert [fault["parameter"] for fault in answer.json["errors"]] == [query.split("=", maxsplit=1)[0]]


class TestGetLead:
    def test_shows_the_lead_and_the_assessment_behind_its_score(self, client: FlaskClient, uow: UnitOfWork) -> None:
        assessment = add_assessment(uow)
        lead = add_lead(
            uow,
            company_website="https://northwind.example",
            contact_email="ada@northwind.example",
            additional_data={"Region": "North"},
            qualification_score=75,
            qualification_model="gpt-oss-120b",
            qualification_reasoning="Company fit: Runs three sites.",
            qualification_latency_ms=830,
            qualified_at=at(5),
            tier="B",
            coverage=Decimal("0.6"),
            next_question="What is it needed for?",
            flags=FLAGS,
            assessment_id=assessment.id,
        )
        uow.session.commit()
        answer = client.get(f"{PATH}/{lead.id}")
        assert answer.status_code == 200
        assert answer.json == {
            "id": str(lead.id),
            "object": "lead",
            "company_name": "Northwind",
            "company_website": "https://northwind.example",
            "company_size": None,
            "industry": None,
            "contact_name": None,
            "contact_email": "ada@northwind.example",
            "contact_phone": None,
            "contact_title": None,
            "notes": None,
            "additional_data": {"Region": "North"},
            "score": 75,
            "tier": "B",
            "coverage": 0.6,
            "reasoning": "Company fit: Runs three sites.",
            "next_question": "What is it needed for?",
            "flags": FLAGS,
            "provider": "cerebras",
            "model": "gpt-oss-120b",
            "simulated": False,
            "latency_ms": 830,
            "profile": {"name": "B2B, mid-market", "version": 1},
            "qualified_at": "2026-01-15T09:00:05.000000Z",
            "submitted_at": "2026-01-15T09:00:00.000000Z",
            "created_at": "2026-01-15T09:00:00.000000Z",
            "updated_at": "2026-01-15T09:00:00.000000Z",
            "links": {"self": f"{PATH}/{lead.id}", "job": "/api/v1/jobs/00000000-0000-0000-0000-000000000007"},
            "assessment": {
                "id": assessment.id,
                "score": 75,
                "score_exact": 75.0,
                "tier": "B",
                "coverage": 0.6,
                "criteria": CRITERIA,
                "disqualifiers": DISQUALIFIERS,
                "next_question": QUESTION,
                "flags": FLAGS,
                "reasoning": "Company fit: Runs three sites.",
                "provider": "cerebras",
                "model": "gpt-oss-120b",
                "simulated": False,
                "prompt_version": "2026-11-24.1",
                "prompt_tokens": 1500,
                "completion_tokens": 200,
                "cost_usd": "0.000675000",
                "latency_ms": 830,
                "created_at": "2026-01-15T09:00:05.000000Z",
            },
        }

    def test_shows_a_lead_that_was_never_scored(self, client: FlaskClient, uow: UnitOfWork) -> None:
        lead = add_lead(uow)
        uow.session.commit()
        body = client.get(f"{PATH}/{lead.id}").json
        assert body is not None
        unknown = ("score", "tier", "coverage", "provider", "simulated", "profile", "assessment", "qualified_at")
        assert {name: body[name] for name in unknown} == dict.fromkeys(unknown)

    def test_needs_no_second_answer_while_nothing_changed(self, client: FlaskClient, uow: UnitOfWork) -> None:
        lead = add_lead(uow)
        uow.session.commit()
        etag = client.get(f"{PATH}/{lead.id}").headers["ETag"]
        assert client.get(f"{PATH}/{lead.id}", headers={"If-None-Match": etag}).status_code == 304

    def test_says_that_there_is_no_such_lead(self, client: FlaskClient) -> None:
        answer = client.get(f"{PATH}/{new_id()}")
        assert answer.status_code == 404
        assert answer.json is not None
        assert (answer.json["code"], answer.json["detail"]) == ("lead_not_found", "There is no lead with this id.")

    def test_needs_the_scope_read(self, caller: Callable[..., FlaskClient]) -> None:
        assert caller(Scope.SUBMIT).get(PATH).status_code == 403
        assert caller(Scope.SUBMIT).get(f"{PATH}/{new_id()}").status_code == 403
