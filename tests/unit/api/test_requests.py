"""One id and one log line a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from api.http.blueprint import Blueprint


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


class TestStreamedAnswer:
    """An answer that is made while it is sent: nothing reads it ahead, and its line comes when it ends."""

    @pytest.fixture
    def made(self) -> list[int]:
        """Which chunks were made so far."""
        return []

    @pytest.fixture
    def streaming(
        self, app_with: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, made: list[int]
    ) -> FlaskClient:
        """A caller of a route that streams three chunks of four bytes, or breaks in the middle."""
        blp = Blueprint("stream", __name__)

        def chunks(*, broken: bool) -> Iterator[bytes]:
            for number in range(3):
                if broken and number == 2:
                    raise RuntimeError
                made.append(number)
                yield b"four"

        def view(kind: str) -> Response:
            return Response(chunks(broken=kind == "broken"))

        blp.route("/stream/<kind>")(blp.public(view))
        monkeypatch.setattr("api.app.register_resources", lambda api: api.register_blueprint(blp))
        return app_with().test_client()

    def test_is_not_read_ahead(self, streaming: FlaskClient, made: list[int]) -> None:
        answer = streaming.get("/api/v1/stream/whole")
        assert len(made) <= 1
        assert "ETag" not in answer.headers
        assert answer.data == b"four" * 3

    def test_has_one_line_with_all_bytes(self, streaming: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
        answer = streaming.get("/api/v1/stream/whole", headers={"X-Request-Id": "req-12345678"})
        assert lines(caplog) == []
        assert len(answer.data) == 12
        answer.close()
        (line,) = lines(caplog)
        assert (line["bytes_out"], line["complete"], line["request_id"]) == (12, True, "req-12345678")

    def test_that_the_caller_leaves_is_not_complete(
        self, streaming: FlaskClient, caplog: pytest.LogCaptureFixture, made: list[int]
    ) -> None:
        answer = streaming.get("/api/v1/stream/whole")
        next(iter(answer.response))
        answer.close()
        (line,) = lines(caplog)
        assert (line["complete"], len(made) < 3) == (False, True)

    def test_that_breaks_does_not_look_whole(self, streaming: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
        answer = streaming.get("/api/v1/stream/broken")
        with pytest.raises(RuntimeError):
            answer.get_data()
        answer.close()
        (line,) = lines(caplog)
        assert line["complete"] is False

    def test_sends_no_body_to_a_head(self, streaming: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
        assert streaming.head("/api/v1/stream/whole").data == b""
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
