"""Profiles over HTTP: create, check, list, read, delete, and who did it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.ids import new_id
from tests.integration.api.profiles import PROFILES, dental, faults
from tests.integration.api.world import problem

Create = Callable[..., dict[str, Any]]


class TestCreateProfile:
    def test_makes_a_draft_that_no_job_takes_yet(self, client: FlaskClient) -> None:
        answer = client.post(PROFILES, json={"content": dental()})
        assert answer.status_code == 201
        made = answer.json
        assert answer.headers["Location"] == made["links"]["self"] == f"{PROFILES}/{made['id']}"
        assert (made["object"], made["name"], made["active_version"], made["latest_version"], made["is_default"]) == (
            "profile",
            "Dental equipment",
            None,
            1,
            False,
        )
        (head,) = made["versions"]
        assert (head["version"], head["used_at"], head["is_active"], head["editable"]) == (1, None, False, True)
        assert client.get(answer.headers["Location"]).json == made

    def test_may_activate_it_and_make_it_the_default_at_once(self, client: FlaskClient, create: Create) -> None:
        client.get(PROFILES)
        made = create(default=True)
        assert (made["active_version"], made["is_default"]) == (1, True)
        assert [(one["name"], one["is_default"]) for one in client.get(PROFILES).json["data"]] == [
            ("Dental equipment", True),
            ("B2B, mid-market", False),
        ]

    def test_refuses_a_name_that_is_taken_in_any_case(self, client: FlaskClient, create: Create) -> None:
        made = create()
        answer = client.post(PROFILES, json={"content": dental(name="DENTAL Equipment")})
        assert (answer.status_code, answer.json["code"]) == (409, "profile_exists")
        assert made["id"] in answer.json["detail"]

    def test_cannot_take_the_name_of_the_built_in_one_before_that_is_written(self, client: FlaskClient) -> None:
        answer = client.post(PROFILES, json={"content": dental(name="b2b, MID-market")})
        assert (answer.status_code, answer.json["code"]) == (409, "profile_exists")

    def test_names_every_fault_by_its_place(self, client: FlaskClient) -> None:
        content = dental(tiers=[{"name": "A", "at_least": 50}], least_coverage=2)
        content["criteria"][2]["weight"] = 0
        content["criteria"][1]["anchors"] = content["criteria"][1]["anchors"][:4]
        answer = client.post(PROFILES, json={"content": content})
        assert (answer.status_code, answer.json["code"]) == (422, "profile_invalid")
        assert faults(answer) == {
            "/content/criteria/1/anchors": "wrong_length",
            "/content/criteria/2/weight": "out_of_range",
            "/content/tiers/0/at_least": "not_covered",
            "/content/least_coverage": "out_of_range",
        }
        assert client.get(PROFILES).json["data"][1:] == []

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({}, "/content"),
            ({"content": None}, "/content"),
            ({"content": dental(), "activate": "yes"}, "/activate"),
            ({"content": dental(), "surprise": 1}, "/surprise"),
        ],
    )
    def test_refuses_what_is_no_profile(self, client: FlaskClient, body: dict[str, Any], pointer: str) -> None:
        answer = client.post(PROFILES, json=body)
        assert answer.status_code == 422
        assert list(faults(answer)) == [pointer]

    def test_refuses_other_types_and_parameters(self, client: FlaskClient) -> None:
        assert client.post(PROFILES, data="a: b", content_type="application/yaml").status_code == 415
        assert client.post(PROFILES, data="[1]", content_type="application/json").status_code == 400
        assert client.post(f"{PROFILES}?activate=true", json={"content": dental()}).status_code == 422

    def test_needs_the_scope(self, caller: Callable[..., FlaskClient]) -> None:
        answer = caller(Scope.SUBMIT, Scope.READ).post(PROFILES, json={"content": dental()})
        assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")


class TestValidateProfile:
    def test_tells_sizes_beside_the_limits(self, caller: Callable[..., FlaskClient]) -> None:
        answer = caller(Scope.READ).post(f"{PROFILES}/validate", json=dental())
        assert answer.status_code == 200
        body = answer.json
        assert (body["object"], body["valid"], body["errors"], body["warnings"]) == ("profile_check", True, [], [])
        size = body["size"]
        assert (size["schema_limit"], size["property_limit"], size["answer_token_limit"]) == (5000, 500, 2000)
        assert 0 < size["schema_characters"] < 5000
        # 3 of the answer, 4 + 2 keys, 4 of each criterion, 3 of each disqualifier
        assert size["properties"] == 3 + 4 + 2 + 4 * 4 + 2 * 3
        assert 1000 < size["prompt_tokens_estimate"] < 5000

    def test_tells_faults_and_keeps_nothing(self, client: FlaskClient) -> None:
        body = client.post(f"{PROFILES}/validate", json=dental(tiers=[], name="")).json
        assert (body["valid"], body["size"]) == (False, None)
        assert {fault["pointer"] for fault in body["errors"]} == {"/tiers", "/name"}
        assert [one["name"] for one in client.get(PROFILES).json["data"]] == ["B2B, mid-market"]

    def test_warns_of_what_is_seldom_meant(self, client: FlaskClient) -> None:
        content = dental(disqualifiers=[], tiers=[{"name": "A", "at_least": 0}], least_coverage=0)
        content["criteria"][0]["weight"] = 100
        body = client.post(f"{PROFILES}/validate", json=content).json
        assert body["valid"]
        assert [(one["pointer"], one["code"]) for one in body["warnings"]] == [
            ("/criteria", "weights_not_100"),
            ("/criteria/0/weight", "heavy_criterion"),
            ("/disqualifiers", "no_disqualifier"),
            ("/tiers", "one_tier"),
            ("/least_coverage", "no_least_coverage"),
        ]

    def test_refuses_what_is_not_json(self, client: FlaskClient) -> None:
        answer = client.post(f"{PROFILES}/validate", data="{", content_type="application/json")
        assert (answer.status_code, answer.json["code"]) == (400, "malformed_body")


class TestPresets:
    def test_are_listed_and_each_creates_a_profile_as_it_is(self, client: FlaskClient) -> None:
        listed = client.get(f"{PROFILES}/presets").json
        assert [one["preset"] for one in listed["data"]] == ["b2b", "bant", "meddic"]
        for one in listed["data"]:
            alone = client.get(f"{PROFILES}/presets/{one['preset']}")
            assert (alone.status_code, alone.json) == (200, one)
            created = client.post(PROFILES, json={"content": {**one["content"], "name": f"My {one['preset']}"}})
            assert created.status_code == 201

    def test_of_another_name_is_not_found(self, client: FlaskClient) -> None:
        answer = client.get(f"{PROFILES}/presets/spin")
        assert (answer.status_code, answer.json["code"]) == (404, "preset_not_found")


class TestListProfiles:
    def test_shows_the_built_in_one_before_any_job(self, client: FlaskClient) -> None:
        (only,) = client.get(PROFILES).json["data"]
        assert (only["name"], only["is_default"], only["active_version"]) == ("B2B, mid-market", True, 1)
        assert "versions" not in only

    def test_goes_page_by_page_default_first_then_by_name(self, client: FlaskClient, create: Create) -> None:
        for name in ("zebra", "Apple", "mango"):
            create(dental(name=name))
        names: list[str] = []
        cursor = None
        while True:
            query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
            page = client.get(PROFILES, query_string=query).json
            names += [one["name"] for one in page["data"]]
            cursor = page["next_cursor"]
            if not page["has_more"]:
                break
        assert names == ["B2B, mid-market", "Apple", "mango", "zebra"]

    def test_refuses_a_cursor_of_another_list(self, client: FlaskClient) -> None:
        answer = client.get(PROFILES, query_string={"cursor": "nonsense"})
        assert (answer.status_code, answer.json["code"]) == (422, "invalid_cursor")


class TestGetProfile:
    def test_that_is_not_there_is_not_found(self, client: FlaskClient) -> None:
        body = problem(client.get(f"{PROFILES}/{new_id()}"))
        assert (body["status"], body["code"]) == (404, "profile_not_found")


class TestDeleteProfile:
    def test_removes_one_that_nothing_used(self, client: FlaskClient, create: Create) -> None:
        made = create(activate=True)
        assert client.delete(f"{PROFILES}/{made['id']}").status_code == 204
        assert client.get(f"{PROFILES}/{made['id']}").status_code == 404
        create()

    def test_refuses_the_default_one(self, client: FlaskClient) -> None:
        (default,) = client.get(PROFILES).json["data"]
        answer = client.delete(f"{PROFILES}/{default['id']}")
        assert (answer.status_code, answer.json["code"]) == (409, "profile_used")

    def test_refuses_one_that_a_job_used_and_keeps_all_its_versions(self, client: FlaskClient, create: Create) -> None:
        made = create(activate=True)
        client.post(f"{PROFILES}/{made['id']}/versions", json={"content": dental(seller="Other.")})
        job = {"leads": [{"company_name": "Molar Practice"}], "profile": "dental EQUIPMENT"}
        assert client.post("/api/v1/jobs", json=job).status_code == 202
        answer = client.delete(f"{PROFILES}/{made['id']}")
        assert (answer.status_code, answer.json["code"]) == (409, "profile_used")
        assert client.get(f"{PROFILES}/{made['id']}").json["latest_version"] == 2


class TestEvents:
    def test_tell_who_did_what_newest_first(self, client: FlaskClient, create: Create) -> None:
        made = create()
        client.put(f"{PROFILES}/{made['id']}/versions/1", json={"content": dental(seller="Other.")})
        client.post(f"{PROFILES}/{made['id']}/versions", json={"content": dental(), "activate": True})
        answer = client.get(f"{PROFILES}/{made['id']}/events")
        assert answer.status_code == 200
        assert {(one["actor"], one["actor_kind"]) for one in answer.json["data"]} == {("tests", "key")}
        assert [(one["action"], one["detail"]) for one in answer.json["data"]] == [
            ("profile.activate", {"version": 2, "before": None, "default": False}),
            ("profile.version", {"version": 2, "replaced": False}),
            ("profile.version", {"version": 1, "replaced": True}),
            (
                "profile.create",
                {"version": 1, "name": "Dental equipment", "activated": False, "default": False},
            ),
        ]

    def test_of_no_profile_are_not_found(self, client: FlaskClient) -> None:
        assert client.get(f"{PROFILES}/{uuid.uuid4()}/events").status_code == 404
