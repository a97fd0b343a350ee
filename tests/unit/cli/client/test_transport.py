"""What is repeated, what never is, and how answers become errors; over a real connection."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from urllib3 import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, SSLError

from cli.client.errors import ApiProblem, Interrupted, NotOurApi, Unreachable
from cli.client.target import Target
from cli.client.transport import Transport, read_object
from tests.unit.cli.conftest import KEY, Played, RecordedApi

BUSY = {"code": "unavailable", "title": "Unavailable", "detail": "The database is not reachable right now."}


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def http(api_server: RecordedApi, clock: Clock) -> Iterator[Transport]:
    transport = Transport(Target(api_server.url + "/api/v1", KEY, "--url", "--key"), sleep=clock.sleep, clock=clock)
    yield transport
    transport.close()


class TestGet:
    def test_sends_the_key_even_where_netrc_knows_the_host(
        self, api_server: RecordedApi, http: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        netrc = tmp_path / "netrc"
        netrc.write_text("default login someone password else\n")
        monkeypatch.setenv("NETRC", str(netrc))
        api_server.on("GET", "/jobs/1", Played(body={}))
        http.get("/jobs/1")
        assert api_server.asked[0].headers["Authorization"] == f"Bearer {KEY}"

    def test_tries_again_as_late_as_the_api_asks(self, api_server: RecordedApi, http: Transport, clock: Clock) -> None:
        api_server.on("GET", "/jobs/1", Played(503, BUSY, {"Retry-After": "2"}), Played(body={"id": "1"}))
        assert read_object(http.get("/jobs/1")) == {"id": "1"}
        assert clock.slept == [2.0]

    def test_gives_up_when_the_api_asks_for_more_than_the_patience(
        self, api_server: RecordedApi, http: Transport, clock: Clock
    ) -> None:
        api_server.on("GET", "/jobs/1", Played(503, BUSY, {"Retry-After": "20"}))
        with pytest.raises(ApiProblem, match="database is not reachable") as caught:
            http.get("/jobs/1", patience_seconds=3)
        assert (caught.value.remedy, clock.slept) == ("Try again in 20 s.", [])

    def test_tries_again_when_the_connection_breaks(self, api_server: RecordedApi, http: Transport) -> None:
        api_server.on("GET", "/jobs/1", Played(hang_up=True), Played(hang_up=True), Played(body={"id": "1"}))
        assert read_object(http.get("/jobs/1")) == {"id": "1"}

    def test_names_the_remedy_when_nobody_answers(self, clock: Clock) -> None:
        transport = Transport(
            Target(f"http://127.0.0.1:{free_port()}/api/v1", KEY, "--url", "--key"), sleep=clock.sleep, clock=clock
        )
        with pytest.raises(Unreachable, match="cannot be reached") as caught:
            transport.get("/jobs/1", patience_seconds=2)
        assert "sales-agent up" in caught.value.remedy
        assert clock.slept == sorted(clock.slept)
        assert 1 < clock.now <= 2

    def test_does_not_repeat_a_refusal(self, api_server: RecordedApi, http: Transport) -> None:
        api_server.on(
            "GET", "/jobs/1", Played(404, {"code": "job_not_found", "detail": "There is no job with this id."})
        )
        with pytest.raises(ApiProblem, match="no job with this id"):
            http.get("/jobs/1")
        assert len(api_server.asked) == 1

    def test_shows_which_key_was_refused_but_not_the_key(self, api_server: RecordedApi, http: Transport) -> None:
        api_server.on("GET", "/jobs/1", Played(401, {"code": "key_refused", "detail": "A valid API key is needed."}))
        with pytest.raises(ApiProblem) as caught:
            http.get("/jobs/1")
        assert "sa_abcd1234_… (from --key)" in caught.value.remedy
        assert KEY not in caught.value.remedy + caught.value.message

    def test_tells_apart_another_program_at_the_address(self, api_server: RecordedApi, http: Transport) -> None:
        api_server.on("GET", "/jobs/1", Played(404, b"<html>nginx</html>", {"Content-Type": "text/html"}))
        with pytest.raises(NotOurApi, match="not as the Sales Agent API does"):
            http.get("/jobs/1")

    def test_reports_a_redirect_and_does_not_follow_it(self, api_server: RecordedApi, http: Transport) -> None:
        api_server.on("GET", "/jobs/1", Played(301, b"", {"Location": "https://elsewhere.example/"}))
        with pytest.raises(NotOurApi, match=r"redirects to https://elsewhere\.example/"):
            http.get("/jobs/1")

    def test_names_a_certificate_that_is_not_trusted(self, http: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object, **__: object) -> None:
            cause = SSLError(ssl.SSLCertVerificationError(1, "self-signed certificate"))
            raise requests.exceptions.SSLError(MaxRetryError(HTTPConnectionPool("x.example"), "/", cause))

        monkeypatch.setattr(requests.Session, "request", refuse)
        with pytest.raises(Unreachable, match="does not trust"):
            http.post("/jobs", body=b"x", content_type="text/csv")


class TestPost:
    def test_is_not_repeated_when_the_connection_broke_after_sending(
        self, api_server: RecordedApi, http: Transport
    ) -> None:
        api_server.on("POST", "/jobs", Played(hang_up=True))
        with pytest.raises(Interrupted, match="was the job accepted") as caught:
            http.post("/jobs", body=b"x", content_type="text/csv")
        assert len(api_server.asked) == 1
        assert "sales-agent jobs" in caught.value.remedy

    @pytest.mark.parametrize("status", [502, 504])
    def test_is_not_repeated_on_a_proxys_word(self, api_server: RecordedApi, http: Transport, status: int) -> None:
        api_server.on("POST", "/jobs", Played(status, b"<html>"))
        with pytest.raises(Interrupted):
            http.post("/jobs", body=b"x", content_type="text/csv")
        assert len(api_server.asked) == 1

    def test_is_not_repeated_on_503(self, api_server: RecordedApi, http: Transport) -> None:
        api_server.on("POST", "/jobs", Played(503, BUSY, {"Retry-After": "1"}), Played(202, {}))
        with pytest.raises(ApiProblem):
            http.post("/jobs", body=b"x", content_type="text/csv")
        assert len(api_server.asked) == 1

    def test_waits_for_an_api_that_is_not_up_yet(self, clock: Clock) -> None:
        transport = Transport(
            Target(f"http://127.0.0.1:{free_port()}/api/v1", KEY, "--url", "--key"), sleep=clock.sleep, clock=clock
        )
        with pytest.raises(Unreachable):
            transport.post("/jobs", body=b"x", content_type="text/csv")
        assert len(clock.slept) > 2


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
