"""The bodies of answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from simulator.checks import Call, run_checks
from simulator.completion import Completion
from simulator.compose import compose
from simulator.faults import Fault
from simulator.options import Options

ChatBody = Callable[..., dict[str, Any]]


def _completion(body: dict[str, Any], *, seconds: float = 0.6, fault: Fault | None = None) -> Completion:
    call = Call("Bearer k", orjson.dumps(body))
    run_checks(call, Options())
    return Completion(call, compose(call, Options(), fault=fault), seconds, 128)


class TestBody:
    def test_has_the_providers_form(self, chat_body: ChatBody) -> None:
        body = orjson.loads(_completion(chat_body()).body())
        assert (body["object"], body["model"]) == ("chat.completion", "gpt-oss-120b")
        assert body["id"].startswith("chatcmpl-")
        (choice,) = body["choices"]
        assert (choice["index"], choice["finish_reason"], choice["message"]["role"]) == (0, "stop", "assistant")

    def test_usage_adds_up(self, chat_body: ChatBody) -> None:
        usage = orjson.loads(_completion(chat_body()).body())["usage"]
        assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
        assert usage["prompt_tokens_details"] == {"cached_tokens": 128}
        assert 0 < usage["completion_tokens_details"]["reasoning_tokens"] < usage["completion_tokens"]

    def test_n_choices_are_counted_n_times(self, chat_body: ChatBody) -> None:
        one = orjson.loads(_completion(chat_body()).body())
        three = orjson.loads(_completion(chat_body(n=3)).body())
        assert [choice["index"] for choice in three["choices"]] == [0, 1, 2]
        assert three["usage"]["completion_tokens"] == 3 * one["usage"]["completion_tokens"]

    @pytest.mark.parametrize("seconds", [0.0, 0.001, 0.6, 30.0])
    def test_the_parts_of_the_time_make_the_whole(self, chat_body: ChatBody, seconds: float) -> None:
        times = orjson.loads(_completion(chat_body(), seconds=seconds).body())["time_info"]
        parts = times["queue_time"] + times["prompt_time"] + times["completion_time"]
        assert times["total_time"] == seconds
        assert parts == pytest.approx(seconds)
        assert min(times.values()) >= 0

    def test_an_empty_answer_has_no_choices(self, chat_body: ChatBody) -> None:
        assert orjson.loads(_completion(chat_body(), fault=Fault.EMPTY).body())["choices"] == []


class TestEvents:
    def test_hold_the_whole_answer_and_the_usage_on_the_last(self, chat_body: ChatBody) -> None:
        completion = _completion(chat_body(stream=True))
        *events, done = [event.removeprefix(b"data: ").strip() for event in completion.events()]
        assert done == b"[DONE]"
        chunks = [orjson.loads(event) for event in events]
        assert (
            "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks) == completion.composed.content
        )
        assert [bool(chunk.get("usage")) for chunk in chunks] == [False] * (len(chunks) - 1) + [True]
        assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
        assert "time_info" in chunks[-1]
