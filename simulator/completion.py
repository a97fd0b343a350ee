"""Bodies of chat completions (facts A3): whole, or as the pieces of a stream."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from simulator.checks import Call
from simulator.compose import Composed

# Says to whoever reads a raw answer that no model made it.
FINGERPRINT = "fp_simulator"
_CHARACTERS_PER_CHUNK = 64
# Rates in tokens a second that make plausible shares of the time an answer took.
_PROMPT_RATE = 100_000
_COMPLETION_RATE = 3_000


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer, ready to be written: `seconds` is what it took, `cached_tokens` how much of the prompt was known."""

    call: Call
    composed: Composed
    seconds: float
    cached_tokens: int

    def body(self) -> bytes:
        """The body of an answer that is not streamed."""
        return orjson.dumps(
            {
                **_head("chat.completion", self.call),
                "choices": self._choices(),
                "usage": self._usage(),
                "time_info": self._time_info(),
            }
        )

    def events(self) -> Iterator[bytes]:
        """The server-sent events of a streamed answer; usage and time_info are on the last, then comes [DONE]."""
        head = _head("chat.completion.chunk", self.call)
        content = self.composed.content or ""
        pieces = [content[at : at + _CHARACTERS_PER_CHUNK] for at in range(0, len(content), _CHARACTERS_PER_CHUNK)]
        yield _event({**head, "choices": [{"index": 0, "delta": {"role": "assistant"}, "finish_reason": None}]})
        for piece in pieces:
            yield _event({**head, "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
        last = {"index": 0, "delta": {}, "finish_reason": self.composed.finish_reason}
        yield _event({**head, "choices": [last], "usage": self._usage(), "time_info": self._time_info()})
        yield b"data: [DONE]\n\n"

    def _choices(self) -> list[dict[str, object]]:
        if self.composed.content is None:
            return []
        message = {"role": "assistant", "content": self.composed.content}
        count = self.call.request.n or 1
        return [{"index": at, "finish_reason": self.composed.finish_reason, "message": message} for at in range(count)]

    def _usage(self) -> dict[str, object]:
        completion = self.composed.completion_tokens * (self.call.request.n or 1)
        return {
            "prompt_tokens": self.call.prompt_tokens,
            "completion_tokens": completion,
            "total_tokens": self.call.prompt_tokens + completion,
            "prompt_tokens_details": {"cached_tokens": self.cached_tokens},
            "completion_tokens_details": {
                "reasoning_tokens": self.composed.reasoning_tokens,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        }

    def _time_info(self) -> dict[str, float]:
        prompt = self.call.prompt_tokens / _PROMPT_RATE
        completion = self.composed.completion_tokens / _COMPLETION_RATE
        # the parts never add up to more than the whole, also when there was no latency at all
        scale = min(1.0, self.seconds / (prompt + completion)) if prompt + completion else 0.0
        return {
            "queue_time": max(0.0, self.seconds - (prompt + completion) * scale),
            "prompt_time": prompt * scale,
            "completion_time": completion * scale,
            "total_time": self.seconds,
            "created": time.time(),
        }


def _head(kind: str, call: Call) -> dict[str, object]:
    return {
        "id": f"chatcmpl-{uuid.uuid4()}",
        "object": kind,
        "created": int(time.time()),
        "model": call.model.id,
        "system_fingerprint": FINGERPRINT,
    }


def _event(content: dict[str, object]) -> bytes:
    return b"data: " + orjson.dumps(content) + b"\n\n"
