"""Versions of profiles over HTTP: add, replace, activate; and jobs that name theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.ids import new_id
from tests.integration.api.profiles import PROFILES, dental, faults

Create = Callable[..., dict[str, Any]]


class TestAddVersion:
    def test_adds_a_draft_and_tells_what_differs(self, client: FlaskClient, create: Create) -> None:
        made = create(activate=True)
        content = dental()
        content["criteria"][0]["weight"] = 30
        content["tiers"][0]["at_least"] = 80
        answer = client.post(f"{PROFILES}/{made['id']}/versions", json={"content": content})
        assert answer.status_code == 201
        version = answer.json
        assert answer.headers["Location"] == f"{PROFILES}/{made['id']}/versions/2"
        assert client.get(answer.headers["Location"]).json == version
        assert version["profile"] == {"id": made["id"], "name": "Dental equipment"}
        assert (version["version"], version["is_active"], version["editable"]) == (2, False, True)
        assert version["changes"] == [
            {
                "pointer": "/criteria/0/weight",
                "before": 25,
                "after": 30,
                "words": "Criterion “Budget”: weight 25 → 30",
            },
            {"pointer": "/tiers/0/at_least", "before": 75, "after": 80, "words": "Tier “A”: from score 75 → 80"},
        ]
        assert client.get(f"{PROFILES}/{made['id']}").json["active_version"] == 1

    def test_gives_back_what_was_sent_so_that_it_can_be_sent_again(self, client: FlaskClient, create: Create) -> None:
        made = create()
        first = client.get(f"{PROFILES}/{made['id']}/versions/1").json
        assert first["content"] == {**dental(), "least_coverage": 0.5}
        assert first["changes"] == []
        again = client.post(f"{PROFILES}/{made['id']}/versions", json={"content": first["content"], "activate": True})
        assert (again.status_code, again.json["version"], again.json["is_active"]) == (200, 1, True)
        assert "Location" not in again.headers

    def test_may_activate_it_and_make_its_profile_the_default(self, client: FlaskClient, create: Create) -> None:
        made = create()
        body = {"content": dental(name="Dental 2"), "activate": True, "default": True}
        assert client.post(f"{PROFILES}/{made['id']}/versions", json=body).status_code == 201
        now = client.get(f"{PROFILES}/{made['id']}").json
        assert (now["name"], now["active_version"], now["is_default"]) == ("Dental 2", 2, True)
        assert [head["version"] for head in now["versions"]] == [2, 1]

    def test_keeps_the_name_until_the_renamed_version_is_active(self, client: FlaskClient, create: Create) -> None:
        made = create(activate=True)
        client.post(f"{PROFILES}/{made['id']}/versions", json={"content": dental(name="Chairs")})
        assert client.get(f"{PROFILES}/{made['id']}").json["name"] == "Dental equipment"
        activated = client.post(f"{PROFILES}/{made['id']}/activate", json={"version": 2}).json
        assert activated["name"] == "Chairs"

    def test_refuses_faults_and_profiles_that_are_not_there(self, client: FlaskClient, create: Create) -> None:
        made = create()
        faulty = client.post(f"{PROFILES}/{made['id']}/versions", json={"content": dental(criteria=[])})
        assert (faulty.status_code, faults(faulty)) == (422, {"/content/criteria": "wrong_length"})
        lost = client.post(f"{PROFILES}/{new_id()}/versions", json={"content": dental()})
        assert (lost.status_code, lost.json["code"]) == (404, "profile_not_found")
        taken = client.post(f"{PROFILES}/{made['id']}/versions", json={"content": dental(name="B2B, mid-market")})
        assert (taken.status_code, taken.json["code"]) == (409, "profile_exists")

    def test_a_version_that_is_not_there_is_not_found(self, client: FlaskClient, create: Create) -> None:
        answer = client.get(f"{PROFILES}/{create()['id']}/versions/2")
        assert (answer.status_code, answer.json["code"]) == (404, "profile_version_not_found")


class TestReplaceVersion:
    def test_changes_a_draft(self, client: FlaskClient, create: Create) -> None:
        made = create()
        path = f"{PROFILES}/{made['id']}/versions/1"
        answer = client.put(path, json={"content": dental(name="Renamed draft")})
        assert (answer.status_code, answer.json["content"]["name"]) == (200, "Renamed draft")
        assert client.get(f"{PROFILES}/{made['id']}").json["name"] == "Renamed draft"

    def test_refuses_one_that_is_active_or_was_used(self, client: FlaskClient, create: Create) -> None:
        made = create(activate=True)
        path = f"{PROFILES}/{made['id']}/versions/1"
        active = client.put(path, json={"content": dental(seller="Other.")})
        assert (active.status_code, active.json["code"]) == (409, "profile_version_fixed")
        job = {"leads": [{"company_name": "Molar Practice"}], "profile": made["id"]}
        assert client.post("/api/v1/jobs", json=job).status_code == 202
        other = {"content": dental(seller="Other."), "activate": True}
        assert client.post(f"{PROFILES}/{made['id']}/versions", json=other).status_code == 201
        used = client.put(path, json={"content": dental(seller="Other.")})
        assert (used.status_code, used.json["code"]) == (409, "profile_version_fixed")
        head = client.get(path).json
        assert (head["editable"], head["is_active"], head["used_at"] is None) == (False, False, False)
        assert head["content"]["seller"] == dental()["seller"]


class TestActivateVersion:
    def test_is_taken_back_by_activating_the_version_before(self, client: FlaskClient, create: Create) -> None:
        made = create(activate=True)
        client.post(f"{PROFILES}/{made['id']}/versions", json={"content": dental(seller="Other."), "activate": True})
        answer = client.post(f"{PROFILES}/{made['id']}/activate", json={"version": 1})
        assert (answer.status_code, answer.json["active_version"]) == (200, 1)

    def test_leaves_one_default(self, client: FlaskClient, create: Create) -> None:
        first, second = create(dental(name="One")), create(dental(name="Two"))
        for made in (first, second, first):
            answer = client.post(f"{PROFILES}/{made['id']}/activate", json={"version": 1, "default": True})
            assert answer.json["is_default"]
        flags = {one["name"]: one["is_default"] for one in client.get(PROFILES).json["data"]}
        assert flags == {"One": True, "Two": False, "B2B, mid-market": False}

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"version": 9}, 404, "profile_version_not_found"),
            ({"version": "1"}, 422, "invalid_request"),
            ({}, 422, "invalid_request"),
        ],
    )
    def test_refuses(
        self,
        client: FlaskClient,
        create: Create,
        body: dict[str, Any],
        status: int,
        code: str,
    ) -> None:
        answer = client.post(f"{PROFILES}/{create()['id']}/activate", json=body)
        assert (answer.status_code, answer.json["code"]) == (status, code)


class TestJobsNameTheirProfile:
    def test_by_id_or_name_in_any_case_and_version(self, client: FlaskClient, create: Create) -> None:
        made = create(activate=True)
        client.post(f"{PROFILES}/{made['id']}/versions", json={"content": dental(seller="Other.")})
        lead = {"company_name": "Molar Practice"}
        shown = {"id": made["id"], "name": "Dental equipment"}
        for said, version in (
            ({"profile": made["id"]}, 1),
            ({"profile": "DENTAL equipment"}, 1),
            ({"profile": "Dental equipment", "profile_version": 2}, 2),
        ):
            answer = client.post("/api/v1/jobs", json={"leads": [lead], **said})
            assert answer.status_code == 202, answer.json
            assert answer.json["profile"] == {**shown, "version": version}
            dry = client.post("/api/v1/jobs", json={"leads": [lead], "dry_run": True, **said})
            assert dry.json["profile"] == {**shown, "version": version}
        csv = client.post(
            "/api/v1/jobs",
            query_string={"profile": "dental equipment", "profile_version": "2"},
            data="company\nMolar Practice\n",
            content_type="text/csv",
        )
        assert csv.json["profile"] == {**shown, "version": 2}

    def test_take_the_default_one_when_they_name_none(self, client: FlaskClient, create: Create) -> None:
        lead = {"company_name": "Molar Practice"}
        dry = client.post("/api/v1/jobs", json={"leads": [lead], "dry_run": True})
        assert dry.json["profile"] == {"id": None, "name": "B2B, mid-market", "version": 1}
        made = create(default=True)
        answer = client.post("/api/v1/jobs", json={"leads": [lead]})
        assert answer.json["profile"]["id"] == made["id"]

    @pytest.mark.parametrize("dry_run", [False, True])
    def test_are_refused_where_there_is_no_such_profile(
        self, client: FlaskClient, create: Create, dry_run: bool
    ) -> None:
        create()
        leads = {"leads": [{"company_name": "Molar Practice"}], "dry_run": dry_run}
        unknown = client.post("/api/v1/jobs", json={**leads, "profile": "Dentists"})
        assert (unknown.status_code, unknown.json["code"], faults(unknown)) == (
            422,
            "profile_unknown",
            {"/profile": "profile_unknown"},
        )
        assert "“B2B, mid-market”, “Dental equipment”" in unknown.json["detail"]
        draft = client.post("/api/v1/jobs", json={**leads, "profile": "Dental equipment"})
        assert (draft.status_code, draft.json["code"]) == (422, "profile_not_active")
        version = client.post("/api/v1/jobs", json={**leads, "profile": "Dental equipment", "profile_version": 2})
        assert (version.status_code, faults(version)) == (422, {"/profile_version": "profile_unknown"})

    def test_are_told_by_the_parameter_that_named_it(self, client: FlaskClient) -> None:
        client.get(PROFILES)
        answer = client.post(
            "/api/v1/jobs", query_string={"profile": "Dentists"}, data="company\nMolar\n", content_type="text/csv"
        )
        assert answer.status_code == 422
        assert [(fault["parameter"], fault["code"]) for fault in answer.json["errors"]] == [
            ("profile", "profile_unknown")
        ]
