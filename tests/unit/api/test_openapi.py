"""The document says what the code does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import marshmallow as ma
import pytest
from flask import Flask

from api.http.api import Api
from api.http.blueprint import Blueprint
from api.http.bodies import CSV, JSON, NDJSON, XLSX
from api.http.credentials import COOKIE
from api.http.fields import Schema
from api.openapi import openapi_document
from api.resources.jobs.submission_schemas import LeadInputSchema
from shared.leads.fields import LEAD_FIELDS, TEXT_FIELDS

METHODS = {"get", "post", "put", "delete", "patch"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document as it would be written."""
    return openapi_document()


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of the document."""
    for path in document["paths"].values():
        yield from (operation for method, operation in path.items() if method in METHODS)


# what more than reading is needed for
CHANGING = {
    "submit": [
        *(
            "createJob",
            "cancelJob",
            "overrideLead",
            "pauseJob",
            "previewProfile",
            "qualifyLead",
            "recordOutcome",
            "resumeJob",
            "retryJob",
        ),
        *("withdrawOutcome", "withdrawOverride"),
    ],
    "configure": [
        "activateProfileVersion",
        "createProfile",
        "createProfileVersion",
        "deleteProfile",
        "replaceProfileVersion",
    ],
}


class TestDocument:
    def test_says_which_fields_need_one_another(self, document: dict[str, Any]) -> None:
        forms = document["components"]["schemas"]
        assert [rule["required"] for rule in forms["NewPreview"]["oneOf"]] == [["leads"], ["lead_ids"], ["sample"]]
        assert [rule["required"] for rule in forms["NewOverride"]["anyOf"]] == [["score"], ["tier"]]
        assert [rule["required"] for rule in forms["SignIn"]["oneOf"]] == [["key"], ["link"]]

    def test_is_openapi_3_1_and_names_the_version(self, document: dict[str, Any]) -> None:
        assert (document["openapi"], document["info"]["title"]) == ("3.1.0", "Sales Agent API v1")

    def test_has_these_operations(self, document: dict[str, Any]) -> None:
        assert sorted(operation["operationId"] for operation in operations(document)) == [
            "activateProfileVersion",
            "cancelJob",
            "createJob",
            "createProfile",
            "createProfileVersion",
            "deleteProfile",
            "getHealth",
            "getJob",
            "getLead",
            "getLeadCounts",
            "getProfile",
            "getProfilePreset",
            "getProfileVersion",
            "getReady",
            "getSession",
            "getSummary",
            "listFailures",
            "listJobEvents",
            "listJobs",
            "listLeads",
            "listProfileEvents",
            "listProfilePresets",
            "listProfiles",
            "listRefused",
            "listResults",
            "overrideLead",
            "pauseJob",
            "previewProfile",
            "qualifyLead",
            "recordOutcome",
            "replaceProfileVersion",
            "resumeJob",
            "retryJob",
            "signIn",
            "signOut",
            "validateProfile",
            "withdrawOutcome",
            "withdrawOverride",
        ]

    def test_tells_of_each_operation_who_may_call_it(self, document: dict[str, Any]) -> None:
        scopes = {operation["operationId"]: operation["security"] for operation in operations(document)}
        for scope, names in CHANGING.items():
            by_either = [{"apiKey": [scope]}, {"session": [scope]}]
            assert [name for name in names if scopes.pop(name) != by_either] == []
        assert scopes.pop("getHealth") == scopes.pop("getReady") == scopes.pop("signIn") == []
        assert scopes.pop("getSession") == scopes.pop("signOut") == [{"apiKey": []}, {"session": []}]
        assert all(security == [{"apiKey": ["read"]}, {"session": ["read"]}] for security in scopes.values())
        assert document["components"]["securitySchemes"]["session"]["name"] == COOKIE
        assert document["components"]["securitySchemes"]["apiKey"]["scheme"] == "bearer"

    def test_gives_every_operation_summary_and_errors(self, document: dict[str, Any]) -> None:
        for operation in operations(document):
            assert operation["summary"].endswith((".", ":")), operation["operationId"]
            assert operation["responses"]["default"] == {"$ref": "#/components/responses/ProblemDefault"}

    def test_documents_errors_as_problem_json(self, document: dict[str, Any]) -> None:
        problems = {
            name: answer for name, answer in document["components"]["responses"].items() if name.startswith("Problem")
        }
        assert {"Problem401", "Problem422", "Problem503", "ProblemDefault"} <= problems.keys()
        for answer in problems.values():
            assert list(answer["content"]) == ["application/problem+json"]

    def test_points_nowhere_that_does_not_exist(self, document: dict[str, Any]) -> None:
        text = json.dumps(document)
        pointers = {part.split('"')[0] for part in text.split('"$ref": "#/')[1:]}
        assert pointers
        for pointer in pointers:
            found: Any = document
            for name in pointer.split("/"):
                found = found[name]

    def test_names_no_field_twice_under_two_schemas(self, document: dict[str, Any]) -> None:
        assert [name for name in document["components"]["schemas"] if name[-1].isdigit()] == []

    def test_shows_each_kind_of_body(self, document: dict[str, Any]) -> None:
        body = document["paths"]["/api/v1/jobs"]["post"]["requestBody"]
        assert set(body["content"]) == {JSON, NDJSON, CSV, XLSX}

    def test_says_that_answers_have_all_their_fields(self, document: dict[str, Any]) -> None:
        job = document["components"]["schemas"]["Job"]
        assert set(job["required"]) == set(job["properties"])

    def test_follows_the_prefix(self) -> None:
        paths = openapi_document("/other/v9")["paths"]
        assert paths
        assert all(path.startswith("/other/v9/") for path in paths)

    def test_is_written_by_a_command_that_needs_no_settings(self, document: dict[str, Any]) -> None:
        command = [sys.executable, "-m", "api.openapi"]
        written = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
        assert json.loads(written.stdout) == document


class TestLeadInput:
    def test_has_the_fields_and_limits_that_leads_are_held_to(self) -> None:
        fields = LeadInputSchema().fields
        assert set(fields) == {"custom_id", *LEAD_FIELDS}
        for field in TEXT_FIELDS:
            (length,) = fields[field.name].validators
            assert isinstance(length, ma.validate.Length)
            assert length.max == field.max_chars
        assert [name for name, field in fields.items() if field.required] == ["company_name"]


class BoundedSchema(Schema):
    """Numbers with exclusive bounds."""

    above = ma.fields.Integer(validate=ma.validate.Range(min=0, min_inclusive=False))
    below = ma.fields.Float(validate=ma.validate.Range(min=1, max=2, max_inclusive=False))


class TestMendedEdges:
    def test_an_exclusive_bound_is_documented_as_exclusive(self) -> None:
        api = Api(Flask("test", static_folder=None), prefix="/p")
        blp = Blueprint("test", __name__)
        blp.route("/numbers")(blp.public(blp.arguments(BoundedSchema, location="query")(lambda _: "")))
        api.register_blueprint(blp)
        parameters = api.spec.to_dict()["paths"]["/p/numbers"]["get"]["parameters"]
        schemas = {parameter["name"]: parameter["schema"] for parameter in parameters}
        assert schemas["above"] == {"type": "integer", "exclusiveMinimum": 0}
        assert schemas["below"] == {"type": "number", "minimum": 1.0, "exclusiveMaximum": 2.0}

    def test_a_csv_body_where_json_is_expected_is_a_415(self, echo: Callable[..., Any]) -> None:
        answer = echo(data="a,b", content_type="text/csv")
        assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")

    def test_broken_json_is_a_400(self, echo: Callable[..., Any]) -> None:
        answer = echo(data="{", content_type="application/json")
        assert (answer.status_code, answer.json["code"]) == (400, "malformed_body")

    def test_a_wrong_field_is_told_by_pointer(self, echo: Callable[..., Any]) -> None:
        answer = echo(json={"above": 0, "a/b~c": 1})
        assert answer.status_code == 422
        assert answer.json["errors"] == [
            {"code": "invalid_value", "detail": "Must be greater than 0.", "pointer": "/above"},
            {"code": "unknown", "detail": "There is no such field here.", "pointer": "/a~1b~0c"},
        ]


@pytest.fixture
def echo(app_with: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Post to a route whose JSON body flask-smorest parses."""
    blp = Blueprint("echo", __name__)
    blp.route("/echo", methods=("POST",))(blp.public(blp.arguments(BoundedSchema)(lambda body: body)))
    monkeypatch.setattr("api.app.register_resources", lambda api: api.register_blueprint(blp))
    client = app_with().test_client()
    return lambda **request: client.post("/api/v1/echo", **request)
