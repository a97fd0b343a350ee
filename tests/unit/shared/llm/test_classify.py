"""Every class of answer, from bodies in the form that the provider was recorded to send."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from shared.llm.classify import RAW_LIMIT, classify

NOW = 1_795_000_000.0
OK, BUDGET, INVALID, REFUSED = AnswerClass.OK, AnswerClass.BUDGET, AnswerClass.INVALID, AnswerClass.REFUSED
QUOTA, CONGESTED, TRANSIENT = AnswerClass.QUOTA, AnswerClass.CONGESTED, AnswerClass.TRANSIENT
ACCOUNT, PAYMENT = AnswerClass.ACCOUNT, AnswerClass.PAYMENT
CONFIG, TOO_LONG = AnswerClass.CONFIG, AnswerClass.TOO_LONG


def flat(code: object, kind: str, param: str = "", message: str = "Something the provider says.") -> dict[str, Any]:
    """An error body as this provider sends it."""
    return {"message": message, "type": kind, "param": param, "code": code}


def nested(code: object, kind: str, param: str = "", message: str = "Something the provider says.") -> dict[str, Any]:
    """An error body as OpenAI-style providers and streams send it."""
    return {"status_code": 500, "error": {**flat(code, kind, param, message), "id": "err-1"}}


def judged(finish: object = "stop", content: object = '{"criteria":{}}', **message: object) -> dict[str, Any]:
    """A whole answer, with everything that a real one carries."""
    return {
        "id": "chatcmpl-3f1",
        "object": "chat.completion",
        "created": 1795000000,
        "model": "gpt-oss-120b",
        "system_fingerprint": "fp_1",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish,
                "message": {"role": "assistant", "content": content, "reasoning": "Short.", **message},
            }
        ],
        "usage": {
            "prompt_tokens": 712,
            "completion_tokens": 301,
            "total_tokens": 1013,
            "prompt_tokens_details": {"cached_tokens": 640},
            "completion_tokens_details": {"reasoning_tokens": 0},
        },
        "time_info": {"queue_time": 0.534, "prompt_time": 0.007, "completion_time": 0.061, "total_time": 0.611},
    }


def answer_to(status: int, body: object, headers: dict[str, str] | None = None) -> Answer:
    """Classify a JSON body, or bytes as they are."""
    raw = body if isinstance(body, bytes) else orjson.dumps(body)
    return classify(status, headers or {}, raw, latency_ms=12, now=NOW)


REFUSALS: list[tuple[int, object, AnswerClass, str]] = [
    (400, flat("wrong_api_format", "invalid_request_error", "validation_error"), CONFIG, "wrong_api_format"),
    (422, flat("wrong_api_format", "invalid_request_error", "response_format"), CONFIG, "wrong_api_format"),
    (400, flat("context_length_exceeded", "invalid_request_error", "messages"), TOO_LONG, "context_length_exceeded"),
    (400, nested("context_length_exceeded", "invalid_request_error"), TOO_LONG, "context_length_exceeded"),
    (400, flat("", "server_error", message="We encountered a server error."), TRANSIENT, "http_400"),
    (400, flat(None, "invalid_request_error", message="Internal error, please try again."), TRANSIENT, "http_400"),
    (400, flat("new_code", "invalid_request_error", message="No such parameter."), CONFIG, "http_400"),
    # a known code outweighs its wording
    (400, flat("wrong_api_format", "invalid_request_error", message="try again"), CONFIG, "wrong_api_format"),
    (400, b"", CONFIG, "http_400"),
    (401, flat("wrong_api_key", "invalid_request_error", "api_key"), ACCOUNT, "wrong_api_key"),
    (401, nested("invalid_api_key", "invalid_request_error"), ACCOUNT, "http_401"),
    (402, flat("payment_required", "payment_required_error", "quota"), PAYMENT, "payment_required"),
    (402, b"", PAYMENT, "http_402"),
    (403, b"", ACCOUNT, "http_403"),
    (403, b"<html>Forbidden</html>", ACCOUNT, "http_403"),
    (404, flat("model_not_found", "not_found_error", "model"), CONFIG, "model_not_found"),
    (404, b"404 page not found", CONFIG, "http_404"),
    (405, b"", CONFIG, "http_405"),
    (307, b"", CONFIG, "http_307"),
    (408, b"", TRANSIENT, "http_408"),
    (409, {}, TRANSIENT, "http_409"),
    (413, b"Payload Too Large", TOO_LONG, "http_413"),
    (425, b"", TRANSIENT, "http_425"),
    (429, flat("request_quota_exceeded", "too_many_requests_error", "quota"), QUOTA, "request_quota_exceeded"),
    (429, flat("token_quota_exceeded", "too_many_tokens_error", "quota"), QUOTA, "token_quota_exceeded"),
    (429, nested("rate_limit_exceeded", "tokens"), QUOTA, "http_429"),
    (429, b"", QUOTA, "http_429"),
    (429, flat("queue_exceeded", "too_many_requests_error", "queue"), CONGESTED, "queue_exceeded"),
    (429, flat("busy", "too_many_requests_error", "queue"), CONGESTED, "http_429"),
    (500, flat("", "server_error"), TRANSIENT, "http_500"),
    (500, nested("wrong_api_key", "server_error"), TRANSIENT, "wrong_api_key"),
    (502, b"<html>Bad gateway</html>", TRANSIENT, "http_502"),
    (503, flat("queue_exceeded", "too_many_requests_error", "queue"), CONGESTED, "queue_exceeded"),
    (503, b"\xff\xfe", TRANSIENT, "http_503"),
    (529, [], TRANSIENT, "http_529"),
    (200, nested("", "server_error"), TRANSIENT, "http_500"),
    (200, {"status_code": 429, "error": flat("queue_exceeded", "x", "queue")}, CONGESTED, "queue_exceeded"),
    (200, {"id": "chatcmpl-1"}, TRANSIENT, "no_choices"),
    (200, {"choices": []}, TRANSIENT, "no_choices"),
    (200, {"choices": [None], "status_code": True}, TRANSIENT, "no_choices"),
    (200, b"", TRANSIENT, "malformed"),
    (200, b'{"choices": [{"index"', TRANSIENT, "malformed"),
    (200, b"<html></html>", TRANSIENT, "malformed"),
    (200, b'"text"', TRANSIENT, "malformed"),
    (204, b"", TRANSIENT, "malformed"),
]
JUDGEMENTS: list[tuple[dict[str, Any], AnswerClass, str | None]] = [
    (judged(), OK, None),
    (judged("length", '{"criteria":'), BUDGET, "finish_length"),
    (judged("length", None), BUDGET, "finish_length"),
    (judged("content_filter", None), REFUSED, "content_filter"),
    (judged("stop", None, refusal="I cannot."), REFUSED, "content_filter"),
    (judged("stop", None), INVALID, "empty_content"),
    (judged("stop", " \n"), INVALID, "empty_content"),
    (judged("stop", [{"type": "text"}]), INVALID, "empty_content"),
    (judged("tool_calls", None), INVALID, "finish_unexpected"),
    (judged(None, '{"criteria":{}}'), INVALID, "finish_unexpected"),
    ({"choices": [{"finish_reason": "stop", "message": None}]}, INVALID, "empty_content"),
]


class TestRefusals:
    @pytest.mark.parametrize(("status", "body", "answer_class", "error_code"), REFUSALS)
    def test_have_the_class_of_their_code_or_status(
        self, status: int, body: object, answer_class: AnswerClass, error_code: str
    ) -> None:
        answer = answer_to(status, body)
        assert (answer.answer_class, answer.error_code) == (answer_class, error_code)
        assert answer.content is None
        assert answer.latency_ms == 12

    def test_never_pass_on_a_code_that_we_do_not_know(self) -> None:
        answer = answer_to(400, flat("jane_doe_at_example", "jane_doe_at_example"))
        assert answer.error_code == "http_400"
        assert "jane" in (answer.raw or "")

    def test_wait_as_long_as_the_header_says(self) -> None:
        assert answer_to(429, b"", {"Retry-After": "56"}).retry_after_seconds == 56.0
        assert answer_to(503, b"", {"retry-after-ms": "250"}).retry_after_seconds == 0.25
        assert answer_to(500, b"").retry_after_seconds is None

    def test_of_quota_wait_for_the_window_that_is_used_up(self) -> None:
        headers = {
            "X-RateLimit-Remaining-Requests-Day": "14399",
            "X-RateLimit-Reset-Requests-Day": "33011.38",
            "X-RateLimit-Remaining-Tokens-Minute": "0",
            "X-RateLimit-Reset-Tokens-Minute": "11.5",
        }
        assert answer_to(429, flat("token_quota_exceeded", ""), headers).retry_after_seconds == 11.5
        assert answer_to(429, b"", {**headers, "Retry-After": "2"}).retry_after_seconds == 2.0
        assert answer_to(429, flat("queue_exceeded", ""), headers).retry_after_seconds is None


class TestJudgements:
    @pytest.mark.parametrize(("body", "answer_class", "error_code"), JUDGEMENTS)
    def test_have_the_class_of_how_they_finished(
        self, body: dict[str, Any], answer_class: AnswerClass, error_code: str | None
    ) -> None:
        answer = answer_to(200, body)
        assert (answer.answer_class, answer.error_code) == (answer_class, error_code)
        assert (answer.content is not None) == (answer_class is OK)

    def test_keep_usage_whatever_their_class(self) -> None:
        for body in (judged(), judged("length", None)):
            answer = answer_to(200, body)
            assert (answer.prompt_tokens, answer.completion_tokens, answer.cached_tokens) == (712, 301, 640)
            assert (answer.response_id, answer.model) == ("chatcmpl-3f1", "gpt-oss-120b")

    @pytest.mark.parametrize(
        "usage", [None, [], {"prompt_tokens": -1}, {"prompt_tokens": True}, {"prompt_tokens": "7"}]
    )
    def test_do_without_usage_that_makes_no_sense(self, usage: object) -> None:
        answer = answer_to(200, {**judged(), "usage": usage, "id": 7, "model": None})
        assert answer.answer_class is OK
        assert (answer.prompt_tokens, answer.cached_tokens, answer.response_id, answer.model) == (None,) * 4


class TestRaw:
    def test_is_the_body_cut_to_its_limit(self) -> None:
        assert answer_to(200, judged()).raw == orjson.dumps(judged()).decode()
        assert answer_to(500, "ż".encode() * (RAW_LIMIT + 9)).raw == "ż" * RAW_LIMIT

    def test_can_be_stored_as_text(self) -> None:
        assert answer_to(500, b"a\x00b\xff").raw == "a\ufffdb\ufffd"
        assert answer_to(200, {**judged(), "id": "a\x00b"}).response_id == "a\ufffdb"
