"""Previews over HTTP: what may be previewed, and what its results show."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.profiles.load_preset import load_preset
from tests.integration.api.world import add_assessment, add_item, add_job, add_lead, at, csv_rows

PROFILES = "/api/v1/profiles"
LEAD = {"company_name": "Molar Practice", "notes": "Wants two chairs by March."}


@pytest.fixture
def path(client: FlaskClient) -> str:
    """Where a draft is previewed."""
    content = copy.deepcopy(load_preset("bant").to_json()) | {"name": "Dental equipment"}
    made = client.post(PROFILES, json={"content": content})
    return f"{made.headers['Location']}/preview"


class TestPreviewProfile:
    def test_answers_at_once_with_a_job_of_its_own_kind(self, client: FlaskClient, path: str) -> None:
        answer = client.post(path, json={"version": 1, "leads": [LEAD, LEAD]})
        assert answer.status_code == 202
        job = answer.json
        assert answer.headers["Location"] == f"/api/v1/jobs/{job['id']}"
        assert answer.headers["Retry-After"] == "2"
        assert (job["kind"], job["name"], job["request_counts"]["total"]) == (
            "preview",
            "Preview of Dental equipment, version 1",
            2,
        )
        assert (job["profile"]["name"], job["profile"]["version"]) == ("Dental equipment", 1)
        assert client.get("/api/v1/jobs").json["data"] == []
        assert [one["id"] for one in client.get("/api/v1/jobs?kind=preview").json["data"]] == [job["id"]]

    def test_fixes_the_version(self, client: FlaskClient, path: str) -> None:
        client.post(path, json={"version": 1, "leads": [LEAD]})
        version = path.replace("/preview", "/versions/1")
        assert client.get(version).json["editable"] is False
        content = {**client.get(version).json["content"], "seller": "Other."}
        answer = client.put(version, json={"content": content})
        assert (answer.status_code, answer.json["code"]) == (409, "profile_version_fixed")
        assert client.delete(path.removesuffix("/preview")).status_code == 409

    def test_takes_leads_by_id_and_the_latest(self, client: FlaskClient, path: str, uow: UnitOfWork) -> None:
        old = add_lead(uow, "Old", created_at=at(0))
        new = add_lead(uow, "New", created_at=at(9), additional_data={"Chairs": 3})
        uow.session.commit()
        by_id = client.post(path, json={"version": 1, "lead_ids": [str(old.id)]}).json
        sample = client.post(path, json={"version": 1, "sample": 1}).json
        for job, lead, said in (
            (by_id, old, {"company_name": "Old"}),
            (sample, new, {"company_name": "New", "additional_data": {"Chairs": 3}}),
        ):
            results = client.get(f"/api/v1/jobs/{job['id']}/results?status=queued").json["data"]
            assert [(one["lead_id"], one["custom_id"], one["input"]) for one in results] == [
                (str(lead.id), str(lead.id), said)
            ]

    @pytest.mark.parametrize(
        ("body", "pointers"),
        [
            ({"version": 1}, [""]),
            ({"version": 1, "leads": [LEAD], "sample": 3}, [""]),
            ({"leads": [LEAD]}, ["/version"]),
            ({"version": 1, "leads": [LEAD] * 21}, ["/leads"]),
            ({"version": 1, "leads": [{"notes": "no company"}, 7]}, ["/leads/0/company_name", "/leads/1"]),
            ({"version": 1, "lead_ids": ["x"]}, ["/lead_ids/0"]),
            ({"version": 1, "lead_ids": [str(new_id())]}, ["/lead_ids/0"]),
            ({"version": 1, "sample": 0}, ["/sample"]),
            ({"version": 1, "sample": 5}, ["/sample"]),
            ({"version": 1, "sample": None}, ["/sample"]),
            ({"version": 1, "leads": None}, ["/leads"]),
            ({"version": 1, "sample": 5, "surprise": 1}, ["/surprise"]),
        ],
    )
    def test_refuses(self, client: FlaskClient, path: str, body: dict[str, Any], pointers: list[str]) -> None:
        answer = client.post(path, json=body)
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.json["errors"]] == pointers

    def test_of_what_is_not_there_is_not_found(self, client: FlaskClient, path: str) -> None:
        lost = client.post(f"{PROFILES}/{new_id()}/preview", json={"version": 1, "leads": [LEAD]})
        assert (lost.status_code, lost.json["code"]) == (404, "profile_not_found")
        version = client.post(path, json={"version": 2, "leads": [LEAD]})
        assert (version.status_code, version.json["code"]) == (404, "profile_version_not_found")

    def test_needs_the_scope(self, caller: Callable[..., FlaskClient], path: str) -> None:
        answer = caller(Scope.READ, Scope.CONFIGURE).post(path, json={"version": 1, "leads": [LEAD]})
        assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")


class TestResults:
    def test_show_the_present_score_beside_in_pages_and_files(self, client: FlaskClient, uow: UnitOfWork) -> None:
        judged = add_assessment(uow)
        job = add_job(uow, kind="preview", total=1, queued=0, succeeded=1, status="completed", completed_at=at(9))
        add_item(uow, job, 0, state="succeeded", assessment_id=judged.id, completed_at=at(8))
        lead = add_lead(
            uow, identity="company-0", qualification_score=40, tier="C", assessment_id=add_assessment(uow).id
        )
        uow.session.commit()
        results = f"/api/v1/jobs/{job.id}/results"
        (one,) = client.get(results).json["data"]
        assert (one["lead_id"], one["result"]["score"]) == (str(lead.id), 75)
        assert one["current"] == {"score": 40, "tier": "C", "profile": "B2B, mid-market", "version": 1}
        (row,) = csv_rows(client.get(f"{results}?format=csv").data)
        assert (row["score"], row["current_score"], row["current_tier"]) == ("75", "40", "C")
        assert (row["current_profile"], row["current_version"]) == ("B2B, mid-market", "1")

    def test_of_other_jobs_show_none(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, total=1, queued=0, succeeded=1, status="completed", completed_at=at(9))
        add_item(uow, job, 0, state="succeeded", assessment_id=add_assessment(uow).id, completed_at=at(8))
        uow.session.commit()
        (one,) = client.get(f"/api/v1/jobs/{job.id}/results").json["data"]
        assert one["current"] is None
        (row,) = csv_rows(client.get(f"/api/v1/jobs/{job.id}/results?format=csv").data)
        assert "current_score" not in row
