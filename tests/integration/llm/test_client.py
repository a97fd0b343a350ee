"""The client against a server that answers, well or badly, but in time."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable

import orjson
import pytest

from shared.llm.classes import AnswerClass
from shared.llm.client import ANSWER_LIMIT, LlmClient
from shared.llm.watchdog import Call, Wire
from tests.integration.llm.fault_server import GOOD_BODY, FaultServer, Visit

MakeClient = Callable[..., LlmClient]
REQUEST = orjson.dumps({"model": "gpt-oss-120b"})


class TestAnswer:
    def test_carries_content_usage_and_latency(self, make_client: MakeClient) -> None:
        with FaultServer() as server:
            answer = make_client(server.url).call(REQUEST)
        assert answer.answer_class is AnswerClass.OK
        assert answer.content == '{"criteria":{}}'
        assert (answer.prompt_tokens, answer.completion_tokens, answer.cached_tokens) == (700, 120, 640)
        assert (answer.response_id, answer.model, answer.status) == ("chatcmpl-1", "gpt-oss-120b", 200)
        assert answer.error_code is None
        assert 0 <= answer.latency_ms < 1000
        assert answer.raw == GOOD_BODY.decode()

    def test_is_read_when_chunked_compressed_or_ended_by_close(self, make_client: MakeClient) -> None:
        packed = gzip.compress(GOOD_BODY)
        answers = [
            b"Transfer-Encoding: chunked\r\n\r\n" + b"%x\r\n%b\r\n0\r\n\r\n" % (len(GOOD_BODY), GOOD_BODY),
            b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed,
            b"Connection: close\r\n\r\n" + GOOD_BODY,
        ]

        def behave(visit: Visit) -> None:
            visit.sock.sendall(b"HTTP/1.1 200 OK\r\n" + answers[len(visit.server.posts) - 1])
            if len(visit.server.posts) == 3:
                visit.close()

        with FaultServer(behave) as server:
            client = make_client(server.url)
            classes = [client.call(REQUEST).answer_class for _ in answers]
        assert classes == [AnswerClass.OK] * 3
        assert server.connections == 1

    @pytest.mark.parametrize(
        ("behave", "answer_class", "error_code"),
        [
            (lambda visit: visit.answer(b"<html>busy</html>"), AnswerClass.TRANSIENT, "malformed"),
            (lambda visit: visit.answer(b"{}"), AnswerClass.TRANSIENT, "no_choices"),
            (lambda visit: visit.answer(b"", status=503), AnswerClass.TRANSIENT, "http_503"),
            (lambda visit: visit.answer(b" " * (ANSWER_LIMIT + 1)), AnswerClass.TRANSIENT, "answer_too_large"),
            (
                lambda visit: visit.answer(b" " * (ANSWER_LIMIT + 1), status=307, headers=("Location: /other",)),
                AnswerClass.TRANSIENT,
                "answer_too_large",
            ),
            (
                lambda visit: visit.sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * (ANSWER_LIMIT + 1)),
                AnswerClass.TRANSIENT,
                "answer_too_large",
            ),
            (
                lambda visit: (visit.sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{"), visit.close()),
                AnswerClass.TRANSIENT,
                "connection_lost",
            ),
            (lambda visit: visit.sock.sendall(b"SSH-2.0-what\r\n\r\n"), AnswerClass.TRANSIENT, "connection_lost"),
            (lambda visit: visit.reset(), AnswerClass.TRANSIENT, "connection_lost"),
            (lambda visit: visit.close(), AnswerClass.TRANSIENT, "connection_lost"),
        ],
    )
    def test_of_a_broken_kind_has_its_class(
        self, make_client: MakeClient, behave: Callable[[Visit], None], answer_class: AnswerClass, error_code: str
    ) -> None:
        with FaultServer(behave) as server:
            answer = make_client(server.url).call(REQUEST)
        assert (answer.answer_class, answer.error_code) == (answer_class, error_code)
        assert answer.content is None
        assert server.posts == [REQUEST]

    def test_of_429_says_how_long_to_wait(self, make_client: MakeClient) -> None:
        body = orjson.dumps({"code": "token_quota_exceeded", "type": "too_many_tokens_error"})
        with FaultServer(lambda visit: visit.answer(body, status=429, headers=("Retry-After: 56",))) as server:
            answer = make_client(server.url).call(REQUEST)
        assert answer.answer_class is AnswerClass.QUOTA
        assert answer.retry_after_seconds == 56.0


class TestRequest:
    def test_is_one_post_with_key_and_length_under_v1(self, make_client: MakeClient) -> None:
        with FaultServer() as server:
            for base in (server.url, server.url + "/v1/"):
                make_client(base).call(REQUEST)
        for head in server.heads:
            lines = head.decode().split("\r\n")
            assert lines[0] == "POST /v1/chat/completions HTTP/1.1"
            assert "Authorization: Bearer sk-example" in lines
            assert f"Content-Length: {len(REQUEST)}" in lines
            assert any(line.startswith("User-Agent: sales-agent/") for line in lines)
        assert server.posts == [REQUEST, REQUEST]

    def test_changes_its_length_with_its_body(self, make_client: MakeClient) -> None:
        bodies = [b"{}", b'{"a":"' + b"x" * 200_000 + b'"}', b"[]"]
        with FaultServer() as server:
            client = make_client(server.url)
            for body in bodies:
                assert client.call(body).answer_class is AnswerClass.OK
        assert server.posts == bodies

    def test_carries_no_cookie_and_follows_no_redirect(self, make_client: MakeClient) -> None:
        headers = ("Set-Cookie: edge=1; Path=/", "Location: http://127.0.0.1:1/v1/chat/completions")
        with FaultServer(lambda visit: visit.answer(b"", status=307, headers=headers)) as server:
            client = make_client(server.url)
            answers = [client.call(REQUEST) for _ in range(2)]
        assert [answer.answer_class for answer in answers] == [AnswerClass.CONFIG] * 2
        assert [answer.error_code for answer in answers] == ["http_307"] * 2
        assert not any(b"cookie" in head.lower() for head in server.heads)
        assert len(server.posts) == 2

    def test_ignores_a_proxy_of_the_environment(self, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
        with FaultServer() as server:
            assert make_client(server.url).call(REQUEST).answer_class is AnswerClass.OK

    def test_is_never_sent_twice_when_a_kept_connection_drops(self, make_client: MakeClient) -> None:
        def behave(visit: Visit) -> None:
            if len(visit.server.posts) == 2:
                visit.close()
            else:
                visit.answer()

        with FaultServer(behave) as server:
            client = make_client(server.url)
            answers = [client.call(b'{"n":%d}' % n) for n in (1, 2, 3)]
        assert [answer.answer_class for answer in answers] == [AnswerClass.OK, AnswerClass.TRANSIENT, AnswerClass.OK]
        assert answers[1].error_code == "connection_lost"
        assert server.posts == [b'{"n":1}', b'{"n":2}', b'{"n":3}']
        assert server.connections == 2


class TestConnections:
    def test_are_kept_one_a_thread(self, make_client: MakeClient) -> None:
        with FaultServer() as server:
            client = make_client(server.url, slots=4)
            rendezvous = threading.Barrier(4)

            def calls() -> None:
                for _ in range(5):
                    rendezvous.wait(timeout=5)
                    assert client.call(REQUEST).answer_class is AnswerClass.OK

            threads = [threading.Thread(target=calls) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert len(server.posts) == 20
        assert server.connections <= 4

    def test_that_the_server_closed_while_idle_are_replaced(self, make_client: MakeClient) -> None:
        closed = threading.Semaphore(0)

        def behave(visit: Visit) -> None:
            visit.answer()
            visit.close()
            closed.release()

        with FaultServer(behave) as server:
            client = make_client(server.url)
            for _ in range(3):
                assert client.call(REQUEST).answer_class is AnswerClass.OK
                assert closed.acquire(timeout=5)
        assert server.connections == 3

    def test_shut_down_while_idle_are_replaced_before_anything_is_sent(
        self, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wires: list[Wire] = []
        open_wire = Call.open_wire

        def recorded(call: Call, sock: socket.socket) -> Wire:
            wires.append(open_wire(call, sock))
            return wires[-1]

        monkeypatch.setattr(Call, "open_wire", recorded)
        # as if the watchdog came in between urllib3's own look at the connection and its use
        monkeypatch.setattr("urllib3.connectionpool.is_connection_dropped", lambda _: False)
        with FaultServer() as server:
            client = make_client(server.url)
            client.call(REQUEST)
            wires[0].shut_down()
            assert client.call(REQUEST).answer_class is AnswerClass.OK
        assert (server.connections, len(server.posts)) == (2, 2)

    def test_without_tls_where_it_is_expected_fail_as_such(self, make_client: MakeClient) -> None:
        with FaultServer(on_connect=lambda visit: visit.answer(b"", status=400)) as server:
            answer = make_client(server.url.replace("http:", "https:")).call(REQUEST)
        assert (answer.answer_class, answer.error_code) == (AnswerClass.TRANSIENT, "tls_failed")
        assert server.posts == []

    def test_refused_say_that_nothing_was_sent(self, make_client: MakeClient) -> None:
        with FaultServer() as server:
            url = server.url
        answer = make_client(url).call(REQUEST)
        assert (answer.answer_class, answer.error_code) == (AnswerClass.TRANSIENT, "connect_failed")
        assert answer.status is None

    def test_to_an_unknown_host_fail_as_a_connection(
        self, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def unknown(*_: object, **__: object) -> list[object]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        answer = make_client("http://provider.example").call(REQUEST)
        assert (answer.answer_class, answer.error_code) == (AnswerClass.TRANSIENT, "connect_failed")

    def test_try_the_next_address_when_one_is_refused_or_of_an_unknown_kind(
        self, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with FaultServer() as closed:
            refusing = int(closed.url.rpartition(":")[2])
        with FaultServer() as server:
            port = int(server.url.rpartition(":")[2])
            kinds = [(9999, refusing), (socket.AF_INET, refusing), (socket.AF_INET, port)]
            found = [(family, socket.SOCK_STREAM, 6, "", ("127.0.0.1", number)) for family, number in kinds]
            monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
            answer = make_client("http://provider.example").call(REQUEST)
        assert answer.answer_class is AnswerClass.OK

    def test_serve_requests_outside_of_calls_as_the_stock_transport_does(self, make_client: MakeClient) -> None:
        with FaultServer() as server:
            session = make_client(server.url)._session
            for _ in range(2):
                assert session.post(server.url, data=REQUEST, timeout=5).content == GOOD_BODY
        assert server.connections == 1


class TestKey:
    @pytest.mark.parametrize("key", ["", "sk-example\n", "sk example", "sk-exämple"])
    def test_that_no_header_can_carry_is_refused_without_being_quoted(self, key: str) -> None:
        with pytest.raises(ValueError, match="the API key holds characters") as raised:
            LlmClient("http://127.0.0.1:1", key, 1, 1.0, 1.0)
        assert "sk" not in str(raised.value)
