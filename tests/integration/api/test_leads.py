"""Leads over HTTP: filtered, sorted, paged and counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.ids import new_id
from shared.settings import Settings
from tests.integration.api.world import FLAGS, add_assessment, add_job, add_lead, at

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
def many(empty_database: Settings) -> None:
    """Seven leads: two of one score, two of one moment, three without a score."""
    with unit_of_work() as uow:
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

    def test_sorts_by_score_with_little_known_and_ruled_out_leads_behind(
        self, client: FlaskClient, uow: UnitOfWork
    ) -> None:
        for name, score, tier in (("out", 99, "disqualified"), ("open 100", 100, "open"), ("open 40", 40, "open")):
            add_lead(uow, name, qualification_score=score, tier=tier, created_at=at(6))
        uow.session.commit()
        placed = ["a90", "b70 later", "b70", "d0"]
        assert names(client)[:8] == [*placed, "open 100", "open 40", "out", "open"]
        assert names(client, "&order=asc")[:7] == [*reversed(placed), "open 40", "open 100", "out"]
        assert names(client, "&min_score=70") == [*placed[:3], "open 100", "out"]

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

    def test_sorts_by_when_it_was_scored_with_the_unscored_last(self, client: FlaskClient, uow: UnitOfWork) -> None:
        for name, seconds in (("late", 9), ("early", 7), ("middle", 8)):
            add_lead(uow, name, qualified_at=at(seconds), created_at=at(60 - seconds))
        uow.session.commit()
        assert names(client, "&sort=scored")[:3] == ["late", "middle", "early"]
        assert names(client, "&sort=scored&order=asc")[:3] == ["early", "middle", "late"]
        assert len(names(client, "&sort=scored")) == 10

    def test_sorts_by_company_whatever_its_letters(self, client: FlaskClient, uow: UnitOfWork) -> None:
        add_lead(uow, "Alder")
        add_lead(uow, "B70 LATER", identity="another")
        uow.session.commit()
        found = names(client, "&sort=company&order=asc")
        assert [name.lower() for name in found] == sorted(name.lower() for name in found)
        assert found[:2] == ["a90", "Alder"]
        assert names(client, "&sort=company") == found[::-1]

    def test_filters_by_the_job_that_a_row_comes_from(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow)
        add_lead(uow, "of the job", source_job_id=job.id)
        uow.session.commit()
        assert names(client, f"&job_id={job.id}") == ["of the job"]
        assert names(client, f"&job_id={new_id()}") == []

    def test_filters_by_when_it_was_scored_the_moment_included(self, client: FlaskClient, uow: UnitOfWork) -> None:
        for seconds in (9, 10, 11):
            add_lead(uow, f"at {seconds}", qualified_at=at(seconds))
        uow.session.commit()
        assert names(client, "&sort=time&since=2026-01-15T09:00:10Z") == ["at 11", "at 10"]
        assert names(client, "&sort=time&since=2026-01-15T10:00:11%2B01:00") == ["at 11"]

    def test_filters_by_signs_of_instructions(self, client: FlaskClient, uow: UnitOfWork) -> None:
        add_lead(uow, "steers", flags=FLAGS)
        uow.session.commit()
        assert names(client, "&flagged=true") == ["steers"]
        assert len(names(client, "&flagged=false")) == 8

    def test_shows_the_levels_of_the_judged(self, client: FlaskClient, uow: UnitOfWork) -> None:
        add_lead(uow, "judged", assessment_id=add_assessment(uow).id, qualification_score=99)
        uow.session.commit()
        page: Any = client.get(f"{PATH}?limit=2").json
        assert [lead["levels"] for lead in page["data"]] == [
            [
                {"key": "fit", "label": "Company fit", "weight": 60, "level": 3},
                {"key": "need", "label": "Need", "weight": 40, "level": None},
            ],
            None,
        ]

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
            "q=",
            "q=%20%20",
            "q=a%00b",
            f"q={'x' * 101}",
            "job_id=7",
            "since=yesterday",
            "since=2026-01-15",
            "since=2026-01-15T09:00:00",
            "since=9999-12-31T23:59:59-23:59",
            "since=0001-01-01T00:00:00%2B23:59",
            "since=0001-01-01T00:00:00%2B14:00",
            "since=9999-12-31T23:59:59-14:00",
            "flagged=perhaps",
            "flagged=1",
            "overridden=perhaps",
            "outcome=drawn",
            "outcome=",
            "cursor=WzFd",
        ],
    )
    def test_refuses_what_it_does_not_understand(self, client: FlaskClient, query: str) -> None:
        answer = client.get(f"{PATH}?{query}")
        assert answer.status_code == 422
        assert answer.json is not None
        assert [fault["parameter"] for fault in answer.json["errors"]] == [query.split("=", maxsplit=1)[0]]

    def test_takes_a_time_with_any_offset(self, client: FlaskClient) -> None:
        for offset in ("%2B23:59", "-23:59", "-23:59:59.999999", "Z"):
            assert client.get(f"{PATH}?since=2026-01-15T09:00:00{offset}").status_code == 200


@pytest.mark.usefixtures("many")
class TestCountLeads:
    def counts(self, client: FlaskClient, query: str = "") -> dict[str, Any]:
        answer = client.get(f"{PATH}/counts{query}")
        assert answer.status_code == 200, answer.json
        body: dict[str, Any] = answer.json or {}
        body["tiers"] = {tier["tier"]: tier["count"] for tier in body["tiers"]}
        return body

    def test_counts_each_tier_in_the_profiles_order_and_the_unjudged(self, client: FlaskClient) -> None:
        body = self.counts(client)
        assert list(body["tiers"].items()) == [("A", 1), ("B", 2), ("C", 0), ("D", 1), ("open", 1), ("disqualified", 0)]
        assert (body["object"], body["total"], body["unjudged"]) == ("lead_counts", 7, 2)

    def test_counts_what_the_list_with_the_same_filters_finds(self, client: FlaskClient, uow: UnitOfWork) -> None:
        add_lead(uow, "of another profile", qualification_score=71, tier="Gold", qualified_at=at(9), flags=FLAGS)
        uow.session.commit()
        for query in ("min_score=70", "max_score=70", "since=2026-01-15T09:00:00Z", "flagged=true", "min_score=71"):
            assert self.counts(client, f"?{query}")["total"] == len(names(client, f"&{query}")), query
        assert list(self.counts(client)["tiers"])[-1] == "Gold"

    def test_counts_nothing_where_there_is_nothing(self, client: FlaskClient) -> None:
        body = self.counts(client, f"?job_id={new_id()}")
        assert (body["total"], set(body["tiers"].values())) == (0, {0})

    @pytest.mark.parametrize("query", ["tier=A", "sort=score", "limit=2", "q="])
    def test_takes_filters_only(self, client: FlaskClient, query: str) -> None:
        assert client.get(f"{PATH}/counts?{query}").status_code == 422


class TestAccess:
    def test_needs_the_scope_read(self, caller: Callable[..., FlaskClient]) -> None:
        submitter = caller(Scope.SUBMIT)
        assert {submitter.get(f"{PATH}{path}").status_code for path in ("", "/counts", f"/{new_id()}")} == {403}
