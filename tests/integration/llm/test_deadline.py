"""The total deadline, against servers that would hold a call for ever."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from time import monotonic

import pytest

from shared.llm import client as client_module
from shared.llm.classes import AnswerClass
from shared.llm.client import LlmClient
from tests.integration.llm.fault_server import GOOD_BODY, FaultServer, Visit

MakeClient = Callable[..., LlmClient]
DEADLINE = 0.3
GRACE = 0.3
HEAD = b"HTTP/1.1 200 OK\r\n"


def timed(client: LlmClient) -> tuple[str | None, float]:
    """Error code and duration of one call, which must be TRANSIENT."""
    started = monotonic()
    answer = client.call(b"{}")
    assert answer.answer_class is AnswerClass.TRANSIENT
    return answer.error_code, monotonic() - started


@contextlib.contextmanager
def full_backlog() -> Iterator[str]:
    """The address of a listener whose queue is full: connecting to it hangs."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


class TestDeadline:
    @pytest.mark.parametrize(
        "behave",
        [
            lambda visit: visit.hang(),
            lambda visit: visit.drip(b"", b"H"),
            lambda visit: visit.drip(HEAD, b"X-A: b\r\n", every=0.01),
            lambda visit: visit.drip(HEAD + b"X-A: ", b"b"),
            lambda visit: visit.drip(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
            lambda visit: visit.drip(HEAD + b"Content-Length: 100000\r\n\r\n{", b" "),
            lambda visit: visit.drip(HEAD + b"Connection: close\r\nContent-Length: 100000\r\n\r\n{", b" "),
            lambda visit: visit.drip(HEAD + b"\r\n{", b" "),
            lambda visit: visit.drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", b"1\r\n \r\n"),
            lambda visit: visit.drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: a\r\n"),
        ],
        ids=[
            "silent",
            "status",
            "headers",
            "header",
            "100",
            "body",
            "body-then-close",
            "endless",
            "chunks",
            "trailers",
        ],
    )
    def test_ends_a_call_however_the_server_drips(
        self, make_client: MakeClient, behave: Callable[[Visit], None]
    ) -> None:
        with FaultServer(behave) as server:
            code, seconds = timed(make_client(server.url, total=DEADLINE))
        assert code == "deadline_exceeded"
        assert DEADLINE <= seconds < DEADLINE + GRACE
        assert len(server.posts) == 1

    def test_ends_a_call_whose_body_is_not_read(self, make_client: MakeClient) -> None:
        with FaultServer(on_connect=Visit.wait) as server:
            started = monotonic()
            answer = make_client(server.url, total=DEADLINE).call(b"x" * 50_000_000)
            seconds = monotonic() - started
        assert answer.error_code == "deadline_exceeded"
        assert DEADLINE <= seconds < DEADLINE + GRACE

    def test_ends_a_tls_handshake_that_drips(self, make_client: MakeClient) -> None:
        with FaultServer(on_connect=lambda visit: visit.drip(b"\x16\x03\x03\x3f\xff", b"\x00")) as server:
            code, seconds = timed(make_client(server.url.replace("http:", "https:"), total=DEADLINE))
        assert code == "deadline_exceeded"
        assert DEADLINE <= seconds < DEADLINE + GRACE

    def test_ends_a_connection_that_hangs(self, make_client: MakeClient) -> None:
        with full_backlog() as url:
            code, seconds = timed(make_client(url, connect=5.0, total=DEADLINE))
            assert code == "deadline_exceeded"
            assert DEADLINE <= seconds < DEADLINE + GRACE
            assert timed(make_client(url, connect=0.1, total=5.0))[0] == "connect_timeout"

    def test_makes_a_late_answer_worthless_but_keeps_what_it_cost(
        self, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with FaultServer() as server:
            client = make_client(server.url, total=30.0)
            monkeypatch.setattr(client_module, "monotonic", lambda: monotonic() + 60.0)
            answer = client.call(b"{}")
        assert (answer.answer_class, answer.error_code) == (AnswerClass.TRANSIENT, "deadline_exceeded")
        assert answer.content is None
        assert (answer.prompt_tokens, answer.completion_tokens) == (700, 120)

    def test_leaves_other_calls_and_later_calls_alone(self, make_client: MakeClient) -> None:
        def behave(visit: Visit) -> None:
            if visit.body == b"hang":
                visit.hang()
            elif visit.body == b"slow":
                visit.server.stopping.wait(DEADLINE / 2)
                visit.answer()
            else:
                visit.answer()

        with FaultServer(behave) as server:
            client = make_client(server.url, total=DEADLINE)
            ends: list[str | None] = []
            hanging = threading.Thread(target=lambda: ends.append(client.call(b"hang").error_code))
            hanging.start()
            classes = [client.call(body).answer_class for body in (b"slow", b"slow", b"slow", b"quick")]
            hanging.join()
        assert ends == ["deadline_exceeded"]
        assert classes == [AnswerClass.OK] * 4


class TestAbortAll:
    @pytest.mark.parametrize(
        "behave",
        [
            lambda visit: visit.hang(),
            lambda visit: visit.drip(HEAD + b"\r\n", GOOD_BODY[:5]),
        ],
        ids=["silent", "endless"],
    )
    def test_ends_every_call_in_flight_and_lets_later_ones_pass(
        self, make_client: MakeClient, behave: Callable[[Visit], None]
    ) -> None:
        with FaultServer(behave) as server:
            client = make_client(server.url, total=30.0)
            codes: list[str | None] = []
            threads = [threading.Thread(target=lambda: codes.append(client.call(b"{}").error_code)) for _ in range(6)]
            for thread in threads:
                thread.start()
            until(lambda: len(server.posts) == 6)
            started = monotonic()
            client.abort_all()
            for thread in threads:
                thread.join()
            assert monotonic() - started < GRACE
            server.behaviour = Visit.answer
            assert client.call(b"{}").answer_class is AnswerClass.OK
        assert codes == ["aborted"] * 6

    def test_ends_a_call_that_is_still_connecting(self, make_client: MakeClient) -> None:
        with full_backlog() as url:
            client = make_client(url, connect=20.0, total=30.0)
            codes: list[str | None] = []
            thread = threading.Thread(target=lambda: codes.append(client.call(b"{}").error_code))
            thread.start()
            until(lambda: any(call.wire is not None for call in client._watchdog._calls))
            started = monotonic()
            client.abort_all()
            thread.join()
        assert codes == ["aborted"]
        assert monotonic() - started < GRACE


class TestClose:
    def test_ends_calls_threads_and_connections_and_sends_nothing_more(self, make_client: MakeClient) -> None:
        with FaultServer(lambda visit: visit.hang()) as server:
            client = make_client(server.url, total=30.0)
            codes: list[str | None] = []
            thread = threading.Thread(target=lambda: codes.append(client.call(b"{}").error_code))
            thread.start()
            until(lambda: len(server.posts) == 1)
            client.close()
            thread.join()
            codes.append(client.call(b"{}").error_code)
        assert codes == ["aborted", "aborted"]
        assert server.posts == [b"{}"]
        assert not client._watchdog._thread.is_alive()


def until(true: Callable[[], bool], *, seconds: float = 5.0) -> None:
    """Wait for something to become true; fails after `seconds`."""
    pause = threading.Event()
    deadline = monotonic() + seconds
    while not true():
        assert monotonic() < deadline, "it did not happen in time"
        pause.wait(0.005)
