"""Profiles from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.client.profile_file import read_profile_file, write_profile_file
from shared.profiles.load_preset import load_preset
from tests.unit.cli.answers import JOB, Run, documents, ended, job_body, page, scored_result
from tests.unit.cli.conftest import Played, RecordedApi

ID = "0199c0de-0000-7000-8000-0000000000bb"
CONTENT = {**load_preset("b2b").to_json(), "name": "Dental equipment"}


def profile(*, active: int | None = 1, latest: int = 2, **more: Any) -> dict[str, Any]:
    """A profile as the API shows it."""
    heads = [
        {
            "version": n,
            "created_at": "2026-11-24T08:00:00Z",
            "used_at": None,
            "is_active": n == active,
            "editable": False,
        }
        for n in range(latest, 0, -1)
    ]
    return {
        "object": "profile",
        "id": ID,
        "name": "Dental equipment",
        "active_version": active,
        "latest_version": latest,
        "is_default": False,
        "versions": heads,
        **more,
    }


def version(number: int, **more: Any) -> dict[str, Any]:
    """A version as the API shows it."""
    return {
        "object": "profile_version",
        "version": number,
        "profile": {"id": ID, "name": "Dental equipment"},
        "content": CONTENT,
        "changes": [
            {"pointer": "/criteria/0/weight", "before": 30, "after": 25, "words": "Company fit: weight 25, was 30"}
        ],
        **more,
    }


@pytest.fixture
def known(api_server: RecordedApi) -> RecordedApi:
    """An API that has one profile."""
    api_server.on("GET", "/profiles", page(profile()))
    api_server.on("GET", f"/profiles/{ID}", Played(200, profile()))
    api_server.on("GET", f"/profiles/{ID}/versions/2", Played(200, version(2)))
    api_server.on("GET", "/profiles/presets", page({"preset": "b2b", "content": load_preset("b2b").to_json()}))
    return api_server


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A profile in a file."""
    path = tmp_path / "mine.yaml"
    path.write_text(write_profile_file(CONTENT))
    return path


class TestShow:
    def test_shows_versions_criteria_tiers_and_what_changed(self, known: RecordedApi, run: Run) -> None:
        out = " ".join(run("profiles", "show", "DENTAL equipment", COLUMNS="160").stdout.split())
        assert "Dental equipment version 2" in out
        assert "Company fit 25 " in out
        assert "100 tiers: A from" in out
        assert "changed: Company fit: weight 25, was 30" in out

    def test_prints_a_preset_as_a_file_for_push(self, known: RecordedApi, run: Run) -> None:
        out = run("profiles", "show", "b2b", "--yaml").stdout
        assert read_profile_file(out.encode()).content == load_preset("b2b").to_json()

    def test_names_the_profiles_that_there_are(self, known: RecordedApi, run: Run) -> None:
        result = run("profiles", "show", "dentist")
        assert result.exit_code == 1
        assert "There is no profile 'dentist'." in result.stderr
        assert "There are 'Dental equipment'." in result.stderr

    def test_lists_profiles_and_presets(self, known: RecordedApi, run: Run) -> None:
        assert f"Dental equipment 1 2 {ID}" in " ".join(run("profiles", "list", COLUMNS="160").stdout.split())
        assert "b2b B2B, mid-market" in " ".join(run("profiles", "presets").stdout.split())
        assert documents(run("profiles", "list", "--json"))[0]["id"] == ID


class TestCheck:
    def test_names_every_fault_by_line_and_place(self, known: RecordedApi, run: Run, mine: Path) -> None:
        fault = {"pointer": "/criteria/2/weight", "code": "out_of_range", "detail": "Must be from 1 to 100."}
        answer = {"object": "profile_check", "valid": False, "errors": [fault], "warnings": [], "size": None}
        known.on("POST", "/profiles/validate", Played(200, answer))
        result = run("profiles", "check", "mine.yaml")
        line = read_profile_file(mine.read_bytes()).lines["/criteria/2/weight"]
        assert result.exit_code == 1
        assert f"{line} /criteria/2/weight out_of_range Must be from 1 to 100." in " ".join(result.stderr.split())
        assert json.loads(known.asked[0].body)["name"] == "Dental equipment"

    def test_says_that_it_can_be_used_and_what_is_seldom_meant(self, known: RecordedApi, run: Run, mine: Path) -> None:
        warning = {"pointer": "/criteria", "code": "weights_not_100", "detail": "The weights add up to 90."}
        answer = {"object": "profile_check", "valid": True, "errors": [], "warnings": [warning], "size": {}}
        known.on("POST", "/profiles/validate", Played(200, answer))
        result = run("profiles", "check", "-", stdin=mine.read_text())
        assert result.exit_code == 0
        assert "'Dental equipment' can be used." in result.stdout
        assert "weights_not_100" in result.stderr


class TestPush:
    def test_adds_a_version_to_the_profile_of_its_name(self, known: RecordedApi, run: Run, mine: Path) -> None:
        known.on("POST", f"/profiles/{ID}/versions", Played(201, version(2)))
        result = run("profiles", "push", "mine.yaml", "--activate")
        assert result.exit_code == 0
        assert "'Dental equipment' version 2 is kept." in result.stdout
        assert json.loads(known.asked[1].body) == {"content": CONTENT, "activate": True}

    def test_makes_a_profile_where_there_is_none_of_its_name(
        self, api_server: RecordedApi, run: Run, mine: Path
    ) -> None:
        made = profile(active=None, latest=1)
        api_server.on("GET", "/profiles", page())
        api_server.on("POST", "/profiles", Played(201, made))
        api_server.on("GET", f"/profiles/{ID}", Played(200, made))
        assert documents(run("profiles", "push", "mine.yaml", "--json"))[0]["id"] == ID

    def test_says_that_nothing_changed(self, known: RecordedApi, run: Run, mine: Path) -> None:
        known.on("POST", f"/profiles/{ID}/versions", Played(200, version(2)))
        assert "version 2 says the same already." in run("profiles", "push", "mine.yaml").stdout

    def test_refuses_a_faulty_one_with_every_line(self, known: RecordedApi, run: Run, mine: Path) -> None:
        faults = [
            {"pointer": "/content/tiers/0/at_least", "code": "out_of_range", "detail": "Must be from 0 to 100."},
            {"pointer": "/content/criteria/0/key", "code": "bad_key", "detail": "Must be a small letter first."},
        ]
        problem = {"code": "profile_invalid", "detail": "The profile breaks rules.", "errors": faults}
        known.on("POST", f"/profiles/{ID}/versions", Played(422, problem))
        result = run("profiles", "push", "mine.yaml")
        said = " ".join(result.stderr.split())
        assert result.exit_code == 1
        assert "nothing was kept" in said
        lines = read_profile_file(mine.read_bytes()).lines
        for place in ("/tiers/0/at_least", "/criteria/0/key"):
            assert f"{lines[place]} {place}" in said


class TestActivate:
    def test_says_how_to_go_back(self, known: RecordedApi, run: Run) -> None:
        known.on("POST", f"/profiles/{ID}/activate", Played(200, profile(active=2)))
        result = run("profiles", "activate", "Dental equipment", "--default")
        assert "'Dental equipment' version 2 is active." in result.stdout
        assert "activate 'Dental equipment' --version 1`" in result.stderr
        assert json.loads(known.asked[-1].body) == {"version": 2, "default": True}


class TestPreview:
    def test_shows_both_scores_and_the_difference(self, known: RecordedApi, run: Run) -> None:
        known.on("POST", f"/profiles/{ID}/preview", Played(202, job_body("queued", succeeded=0)))
        known.on("GET", f"/jobs/{JOB}", ended())
        current = {"score": 70, "tier": "B", "profile": "B2B", "version": 1}
        known.on("GET", f"/jobs/{JOB}/results", page(scored_result(0, current=current)))
        result = run("profiles", "preview", "Dental equipment", "--sample", "5", COLUMNS="160")
        assert "Acme 70 B 82 A +12 Asks for a quote." in " ".join(result.stdout.split())
        asked = next(one for one in known.asked if one.path.endswith("/preview"))
        assert json.loads(asked.body) == {"version": 2, "sample": 5}

    def test_takes_the_leads_of_a_file(self, known: RecordedApi, run: Run, tmp_path: Path) -> None:
        (tmp_path / "few.json").write_text('[{"company_name": "Acme"}]')
        known.on("POST", f"/profiles/{ID}/preview", Played(202, job_body("queued", succeeded=0)))
        known.on("GET", f"/jobs/{JOB}", ended())
        known.on("GET", f"/jobs/{JOB}/results", page(scored_result(0, current=None)))
        assert len(documents(run("profiles", "preview", ID, "--version", "1", "--leads", "few.json", "--json"))) == 1
        asked = next(one for one in known.asked if one.path.endswith("/preview"))
        assert json.loads(asked.body) == {"version": 1, "leads": [{"company_name": "Acme"}]}

    def test_wants_one_source(self, known: RecordedApi, run: Run) -> None:
        assert run("profiles", "preview", ID, "--sample", "5", "--lead", JOB).exit_code == 2


class TestDelete:
    def test_deletes_by_name(self, known: RecordedApi, run: Run) -> None:
        known.on("DELETE", f"/profiles/{ID}", Played(204, b""))
        assert "'Dental equipment' is deleted." in run("profiles", "delete", "dental EQUIPMENT").stdout
        assert known.asked[-1].method == "DELETE"
