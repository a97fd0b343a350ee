"""One table of errors: complete, and the same in every answer."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from marshmallow import ValidationError
from werkzeug.exceptions import Gone, RequestEntityTooLarge

import api
import shared
from api.http.errors import NEVER_ANSWERED, PROBLEMS, render_errors_markdown
from api.http.guards import PUBLIC, mark
from api.http.problem_schema import FaultSchema, ProblemSchema
from shared.database.errors import DatabaseConnectionError, DatabaseStatementError
from shared.errors import Conflict, Fault, Forbidden, Invalid, NotFound, SalesAgentError, TooLarge, Unavailable
from shared.llm.failures import FAILURES

MARKER = "Zyzzyva Marker"


def every_error() -> Iterator[type[SalesAgentError]]:
    """Every error class of the house and of this door."""
    for package in (shared, api):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith(("__main__", ".conf")):
                importlib.import_module(module.name)
    waiting = [SalesAgentError]
    while waiting:
        kind = waiting.pop()
        yield kind
        waiting += kind.__subclasses__()


class TestTable:
    def test_has_a_row_for_every_error(self) -> None:
        ours = {kind.code for kind in every_error() if kind.__module__.startswith(("shared.", "api."))}
        assert ours - PROBLEMS.keys() - NEVER_ANSWERED == set()

    def test_has_a_row_for_everything_that_a_provider_can_do(self) -> None:
        assert all(PROBLEMS[code].status == 503 for code in FAILURES)

    @pytest.mark.parametrize(
        ("kind", "status"),
        [(Invalid, 422), (NotFound, 404), (Conflict, 409), (Forbidden, 403), (TooLarge, 413), (Unavailable, 503)],
    )
    def test_gives_each_kind_its_status(self, kind: type[SalesAgentError], status: int) -> None:
        ours = {sub for sub in every_error() if issubclass(sub, kind) and sub.code in PROBLEMS}
        assert {PROBLEMS[sub.code].status for sub in ours} == {status}

    def test_says_cause_and_remedy_in_sentences(self) -> None:
        for code, problem in PROBLEMS.items():
            assert problem.cause.endswith("."), code
            assert problem.remedy.endswith("."), code

    def test_writes_a_row_a_code(self) -> None:
        page = render_errors_markdown()
        assert [code for code in PROBLEMS if page.count(f"| `{code}` |") != 1] == []


class TestProblem:
    def test_is_the_same_body_for_all(self, offline: FlaskClient) -> None:
        answer = offline.get("/api/jobs", headers={"X-Request-Id": "req-12345678"})
        assert answer.status_code == 404
        assert answer.content_type == "application/problem+json"
        assert answer.json == {
            "type": "/api/v1/docs/errors#not_found",
            "title": "Not found",
            "status": 404,
            "detail": "There is nothing at this path.",
            "instance": "/api/jobs",
            "code": "not_found",
            "request_id": "req-12345678",
            "retryable": False,
            "error_count": 0,
            "errors": [],
        }
        assert set(answer.json) == {name for name, field in ProblemSchema().fields.items() if field.required}

    def test_keeps_allow_with_a_405(self, offline: FlaskClient) -> None:
        answer = offline.delete("/api/v1/health")
        assert (answer.status_code, answer.json and answer.json["code"]) == (405, "method_not_allowed")
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}

    def test_explains_its_code_where_type_points(self, offline: FlaskClient) -> None:
        answer = offline.get("/api/jobs")
        assert answer.json is not None
        page = offline.get(answer.json["type"].partition("#")[0])
        assert page.status_code == 200
        assert "`not_found`" in page.text

    def test_documents_every_place_that_a_fault_can_have(self, failing: Callable[..., FlaskClient]) -> None:
        fault = Fault("invalid_email", "Not an e-mail address.", pointer="/leads/3/contact_email")
        answer = failing(Invalid("Bad.", faults=[fault])).get("/fail")
        assert answer.json is not None
        assert answer.json["errors"] == [
            {"code": "invalid_email", "detail": "Not an e-mail address.", "pointer": "/leads/3/contact_email"}
        ]
        assert set(FaultSchema().fields) == {"code", "detail", "pointer", "row", "column", "parameter"}

    def test_lists_a_thousand_faults_and_counts_the_rest(self, failing: Callable[..., FlaskClient]) -> None:
        faults = [Fault("missing", "Missing.", row=row, column="Company") for row in range(1500)]
        answer = failing(Invalid("Bad.", faults=faults)).get("/fail")
        assert answer.json is not None
        assert (answer.json["error_count"], len(answer.json["errors"])) == (1500, 1000)
        assert answer.json["errors"][0] == {"code": "missing", "detail": "Missing.", "row": 0, "column": "Company"}

    def test_says_when_to_come_back(self, failing: Callable[..., FlaskClient]) -> None:
        answer = failing(DatabaseConnectionError("Away.")).get("/fail")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert answer.json is not None
        assert (answer.json["code"], answer.json["retryable"]) == ("database_unavailable", True)


class TestFailure:
    @pytest.mark.parametrize(
        "error",
        [
            RuntimeError(MARKER),
            KeyError(MARKER),
            DatabaseStatementError(sqlstate="23514", constraint=MARKER, kind="CheckViolation"),
            SalesAgentError(MARKER),
        ],
    )
    def test_tells_the_client_nothing(self, failing: Callable[..., FlaskClient], error: Exception) -> None:
        answer = failing(error).get("/fail")
        assert (answer.status_code, answer.json and answer.json["code"]) == (500, "internal_error")
        for secret in (MARKER, "Traceback", "File", ".py", "test_errors"):
            assert secret not in answer.text

    def test_leaves_its_frames_in_the_log(
        self, failing: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture
    ) -> None:
        failing(RuntimeError(MARKER)).get("/fail", headers={"X-Request-Id": "req-12345678"})
        (line,) = events(caplog, "request_failed")
        assert (line["method"], line["route"], line["status"]) == ("GET", "/fail", 500)
        assert line["request_id"] == "req-12345678"
        (cause,) = line["exception"]
        assert cause["type"] == "RuntimeError"
        assert "test_errors.py" in cause["frames"][-1]
        assert MARKER not in repr(line)

    @pytest.mark.parametrize(
        ("error", "status"),
        [(ValidationError({"json": {"leads": ["Bad."]}}), 422), (Gone(), 400), (RequestEntityTooLarge(), 413)],
    )
    def test_that_a_schema_or_werkzeug_refuses_is_logged_with_its_request(
        self, failing: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture, error: Exception, status: int
    ) -> None:
        answer = failing(error).get("/fail", headers={"X-Request-Id": "req-12345678"})
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
        (line,) = events(caplog, "request_refused")
        assert (line["method"], line["route"], line["status"]) == ("GET", "/fail", status)
        assert line["request_id"] == "req-12345678"

    def test_that_is_the_callers_is_logged_by_code(
        self, failing: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture
    ) -> None:
        failing(Invalid(MARKER, faults=[Fault("x", MARKER)])).get("/fail")
        (line,) = events(caplog, "request_refused")
        assert (line["code"], line["status"], line["faults"]) == ("invalid_input", 422, 1)
        assert MARKER not in repr(line)


def events(caplog: pytest.LogCaptureFixture, name: str) -> list[dict[str, Any]]:
    """The log lines of one event."""
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [line for line in lines if line["event"] == name]


@pytest.fixture
def failing(offline_app: Flask) -> Callable[..., FlaskClient]:
    """An application with a public route that raises."""

    def make(error: Exception) -> FlaskClient:
        def fail() -> str:
            raise error

        offline_app.add_url_rule("/fail", "fail", mark(fail, PUBLIC))
        return offline_app.test_client()

    return make
