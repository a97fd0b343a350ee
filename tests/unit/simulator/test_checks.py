"""The checks, one by one and in their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from simulator.checks import Call, run_checks
from simulator.options import Options
from simulator.refusal import Refusal

ChatBody = Callable[..., dict[str, Any]]


def _refusal(body: dict[str, Any] | bytes, authorization: str | None = "Bearer k", **options: Any) -> Refusal:
    data = body if isinstance(body, bytes) else orjson.dumps(body)
    with pytest.raises(Refusal) as caught:
        run_checks(Call(authorization, data), Options(**options))
    return caught.value


class TestKey:
    @pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer  "])
    def test_no_key_is_403_or_what_was_chosen(self, authorization: str | None) -> None:
        assert _refusal(b"{}", authorization).status == 403
        assert _refusal(b"{}", authorization, missing_key_status=401).status == 401

    @pytest.mark.parametrize("authorization", ["Basic a2V5", "Bearer other", "k"])
    def test_a_wrong_key_is_401(self, authorization: str) -> None:
        refusal = _refusal(b"{}", authorization, api_keys=frozenset({"k"}))
        assert (refusal.status, refusal.code, refusal.param) == (401, "wrong_api_key", "api_key")

    def test_any_key_is_good_unless_some_are_named(self, chat_body: ChatBody) -> None:
        run_checks(Call("Bearer whatever", orjson.dumps(chat_body())), Options())
        run_checks(Call("Bearer k", orjson.dumps(chat_body())), Options(api_keys=frozenset({"k"})))


class TestBody:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b'{"model":"\xff"}',
            {"model": "gpt-oss-120b"},
            {"model": "gpt-oss-120b", "messages": []},
            {"model": "gpt-oss-120b", "messages": [{"role": "wizard", "content": "x"}]},
        ],
    )
    def test_what_is_no_request_is_400(self, body: dict[str, Any] | bytes) -> None:
        refusal = _refusal(body)
        assert (refusal.status, refusal.code, refusal.kind) == (400, "wrong_api_format", "invalid_request_error")

    @pytest.mark.parametrize(
        "change",
        [
            {"unknown_member": 1},
            {"temperature": 2.5},
            {"max_completion_tokens": "many"},
            {"reasoning_effort": "extreme"},
            {"messages": [{"role": "user", "content": "x", "reasoning_content": "y"}]},
            {"response_format": {"type": "json_schema", "json_schema": {"schema": {}}}},
            {"tools": [{"type": "function"}]},
            {"response_format": {"type": "json_object"}, "stream": True},
        ],
    )
    def test_unknown_members_bad_values_and_bad_pairs_are_400(
        self, chat_body: ChatBody, change: dict[str, Any]
    ) -> None:
        assert _refusal(chat_body(**change)).code == "wrong_api_format"

    def test_content_may_come_in_parts(self, chat_body: ChatBody) -> None:
        parts = [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]
        call = Call("Bearer k", orjson.dumps(chat_body(messages=[{"role": "user", "content": parts}])))
        run_checks(call, Options())
        assert call.user_text == "one\ntwo"


class TestModelAndMessages:
    def test_an_unknown_model_is_404(self, chat_body: ChatBody) -> None:
        refusal = _refusal(chat_body(model="llama3.1-8b"))
        assert (refusal.status, refusal.code, refusal.param) == (404, "model_not_found", "model")

    def test_the_developer_role_is_for_the_model_that_knows_it(self, chat_body: ChatBody) -> None:
        messages = [{"role": "developer", "content": "x"}, {"role": "user", "content": "y"}]
        run_checks(Call("Bearer k", orjson.dumps(chat_body(messages=messages))), Options())
        assert _refusal(chat_body(messages=messages, model="qwen-3.8-27b")).status == 400

    def test_a_prompt_over_the_context_is_400_with_both_lengths(self, chat_body: ChatBody) -> None:
        refusal = _refusal(chat_body(messages=[{"role": "user", "content": "word " * 110_000}]))
        assert (refusal.status, refusal.code, refusal.param) == (400, "context_length_exceeded", "messages")
        assert "137504" in refusal.message
        assert "131072" in refusal.message


class TestSchema:
    def test_a_strict_schema_must_keep_the_rules(self, chat_body: ChatBody) -> None:
        loose = {"type": "object", "properties": {}}
        form = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": loose}}
        refusal = _refusal(chat_body(response_format=form))
        assert (refusal.status, refusal.code, refusal.param) == (400, "wrong_api_format", "response_format")
        form["json_schema"] = {"name": "x", "strict": False, "schema": loose}
        run_checks(Call("Bearer k", orjson.dumps(chat_body(response_format=form))), Options())

    def test_json_object_needs_a_message_that_asks_for_it(self, chat_body: ChatBody) -> None:
        form = {"type": "json_object"}
        assert _refusal(chat_body(response_format=form, messages=[{"role": "user", "content": "hi"}])).status == 400
        asks = [{"role": "user", "content": "answer in JSON"}]
        run_checks(Call("Bearer k", orjson.dumps(chat_body(response_format=form, messages=asks))), Options())


class TestOrder:
    def test_each_check_comes_before_the_next(self, chat_body: ChatBody) -> None:
        """One request with every fault; mending the first shows the second, as at the provider."""
        long = [{"role": "user", "content": "word " * 110_000}]
        form = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": {"type": "array"}}}
        body = chat_body(model="gone", messages=long, response_format=form, extra=1)
        keys = {"api_keys": frozenset({"k"})}
        seen = [_refusal(body, None, **keys), _refusal(body, "Bearer z", **keys), _refusal(body, **keys)]
        del body["extra"]
        seen.append(_refusal(body, **keys))
        body["model"] = "gpt-oss-120b"
        seen.append(_refusal(body, **keys))
        body["response_format"] = {"type": "text"}
        seen.append(_refusal(body, **keys))
        assert [(one.status, one.param) for one in seen] == [
            (403, "api_key"),
            (401, "api_key"),
            (400, "validation_error"),
            (404, "model"),
            (400, "response_format"),
            (400, "messages"),
        ]

    def test_every_body_of_an_error_is_flat(self) -> None:
        body = orjson.loads(_refusal(b"{}").body)
        assert set(body) == {"message", "type", "param", "code"}
