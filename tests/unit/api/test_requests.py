"""One id and one log line a request."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The log lines of ended requests."""
    events = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [event for event in events if event["event"] == "http_request"]


class TestRequestId:
    @pytest.mark.parametrize("sent", ["abcdefgh", "A-b_c" * 12])
    def test_of_the_caller_is_kept(self, offline: FlaskClient, sent: str) -> None:
        assert offline.get("/api/v1/health", headers={"X-Request-Id": sent}).headers["X-Request-Id"] == sent

    @pytest.mark.parametrize("sent", ["", "short", "a" * 65, "with space 1", "<script>alert", "naïve-naïve"])
    def test_that_is_not_sane_is_replaced(self, offline: FlaskClient, sent: str) -> None:
        given = offline.get("/api/v1/health", headers={"X-Request-Id": sent}).headers["X-Request-Id"]
        assert given != sent
        assert len(given) == 32

    def test_differs_from_request_to_request(self, offline: FlaskClient) -> None:
        ids = {offline.get("/api/v1/health").headers["X-Request-Id"] for _ in range(20)}
        assert len(ids) == 20


class TestLogLine:
    def test_tells_route_status_time_and_sizes(self, offline: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
        answer = offline.get("/api/v1/health?secret=marker", headers={"X-Request-Id": "req-12345678"})
        (line,) = lines(caplog)
        assert (line["route"], line["method"], line["status"]) == ("/api/v1/health", "GET", 200)
        assert (line["bytes_in"], line["bytes_out"]) == (0, len(answer.data))
        assert line["ms"] >= 0
        assert (line["request_id"], line["level"], line["service"]) == ("req-12345678", "info", "api")
        assert "marker" not in repr(line)

    def test_never_repeats_a_path_that_no_route_has(
        self, offline: FlaskClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        offline.get("/api/v1/ada@marker.example")
        (line,) = lines(caplog)
        assert (line["route"], line["status"]) == (None, 404)
        assert "marker" not in repr(caplog.records)

    def test_carries_nothing_of_the_request_before(
        self, offline: FlaskClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        offline.get("/api/v1/health", headers={"X-Request-Id": "first-request"})
        offline.get("/api/v1/health", headers={"X-Request-Id": "second-request"})
        first, second = lines(caplog)
        assert (first["request_id"], second["request_id"]) == ("first-request", "second-request")

    def test_counts_no_bytes_that_were_not_sent(self, offline: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
        offline.head("/api/v1/health")
        (line,) = lines(caplog)
        assert line["bytes_out"] == 0


class TestHeaders:
    @pytest.mark.parametrize("path", ["/api/v1/health", "/api/v1/jobs", "/nothing", "/api/v1/docs"])
    def test_that_protect_are_on_every_answer(self, offline: FlaskClient, path: str) -> None:
        headers = offline.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        policy = headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy)

    def test_forbid_keeping_what_is_not_a_read(self, offline: FlaskClient) -> None:
        assert offline.get("/api/v1/health").headers["Cache-Control"] == "no-store"
        assert offline.get("/nothing").headers["Cache-Control"] == "no-store"
        assert offline.post("/api/v1/jobs").headers["Cache-Control"] == "no-store"

    def test_let_a_read_be_revalidated(self, offline: FlaskClient) -> None:
        first = offline.get("/api/v1/openapi.json")
        assert first.headers["Cache-Control"] == "private, no-cache"
        again = offline.get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
