"""Where a person's word is found again: lists, counts, results of jobs and their files."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.models import Job
from shared.leads.models import Lead
from shared.settings import Settings
from tests.integration.api.words import PATH, REASON, add_judged_lead, ended, override
from tests.integration.api.world import add_item, add_job, add_lead, at, csv_rows


@pytest.fixture
def lead(empty_database: Settings) -> Lead:
    """A lead that scored 75 under a profile with the tiers A from 80 and B."""
    return add_judged_lead()


@pytest.fixture
def spoken_of(client: FlaskClient, uow: UnitOfWork, lead: Lead) -> Lead:
    """Four leads: overridden and won, overridden and withdrawn, lost, and nothing said."""
    for name in ("withdrawn", "lost", "silent"):
        add_lead(uow, name, assessment_id=lead.assessment_id, qualification_score=50, tier="B")
    uow.session.commit()
    page: Any = client.get(PATH).json
    by_name = {one["company_name"]: one["id"] for one in page["data"]}
    override(client, lead, tier="A")
    ended(client, lead, "won")
    client.post(f"{PATH}/{by_name['withdrawn']}/override", json={"score": 1, "reason": REASON})
    client.delete(f"{PATH}/{by_name['withdrawn']}/override")
    client.post(f"{PATH}/{by_name['lost']}/outcome", json={"outcome": "lost"})
    return lead


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("overridden=true", {"Northwind"}),
            ("overridden=false", {"withdrawn", "lost", "silent"}),
            ("outcome=won", {"Northwind"}),
            ("outcome=lost", {"lost"}),
            ("outcome=none", {"withdrawn", "silent"}),
            ("outcome=won&outcome=lost", {"Northwind", "lost"}),
            ("outcome=none&outcome=lost", {"withdrawn", "silent", "lost"}),
            ("overridden=false&outcome=won", set()),
        ],
    )
    @pytest.mark.usefixtures("spoken_of")
    def test_find_leads_by_what_people_say_now(self, client: FlaskClient, query: str, found: set[str]) -> None:
        page: Any = client.get(f"{PATH}?{query}").json
        assert {one["company_name"] for one in page["data"]} == found
        counts: Any = client.get(f"{PATH}/counts?{query}").json
        assert counts["total"] == len(found)

    def test_a_list_shows_the_word_beside_the_score(self, client: FlaskClient, spoken_of: Lead) -> None:
        page: Any = client.get(f"{PATH}?overridden=true").json
        (one,) = page["data"]
        assert (one["id"], one["score"], one["tier"]) == (str(spoken_of.id), 75, "B")
        assert (one["override"]["tier"], one["override"]["score"], one["outcome"]["outcome"]) == ("A", None, "won")
        page = client.get(f"{PATH}?outcome=none").json
        assert [(lead["override"], lead["outcome"]) for lead in page["data"]] == [(None, None)] * 2


class TestResults:
    @pytest.fixture
    def job(self, client: FlaskClient, uow: UnitOfWork, lead: Lead) -> Job:
        """A job of two leads, of whose first a person has spoken."""
        job = add_job(uow, total=2, queued=0, succeeded=1, failed=1)
        done = {"state": "succeeded", "assessment_id": lead.assessment_id, "attempts": 1, "completed_at": at(5)}
        add_item(uow, job, 0, **done, identity=lead.identity)
        add_item(uow, job, 1, state="failed", error_code="answer_invalid", attempts=2, completed_at=at(6))
        uow.session.commit()
        override(client, lead, score=90, reason="=SUM(A1)\nsays ada")
        ended(client, lead, "won")
        return job

    def test_show_it_in_pages_and_ndjson_with_the_models_score_untouched(self, client: FlaskClient, job: Job) -> None:
        page: Any = client.get(f"/api/v1/jobs/{job.id}/results").json
        spoken, silent = page["data"]
        assert spoken["result"]["score"] == 75
        assert (spoken["override"]["score"], spoken["override"]["tier"]) == (90, "A")
        assert spoken["override"]["of_current_assessment"] is True
        assert spoken["outcome"]["outcome"] == "won"
        assert (silent["override"], silent["outcome"]) == (None, None)
        lines = client.get(f"/api/v1/jobs/{job.id}/results?format=ndjson").data.splitlines()
        assert [orjson.loads(line) for line in lines] == page["data"]

    def test_show_it_in_columns_that_no_spreadsheet_runs(self, client: FlaskClient, job: Job) -> None:
        spoken, silent = csv_rows(client.get(f"/api/v1/jobs/{job.id}/results?format=csv").data)
        names = ("score", "override_score", "override_tier", "override_reason", "outcome")
        assert [spoken[name] for name in names] == ["75", "90", "A", "'=SUM(A1)\nsays ada", "won"]
        assert [silent[name] for name in names] == [""] * 5
