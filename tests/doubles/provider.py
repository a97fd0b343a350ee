"""A provider in this process: stands where LlmClient stands, so that tests can script every kind of answer."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import orjson

from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass

Script = Answer | Callable[[dict[str, Any]], Answer]


def lead_of(body: dict[str, Any]) -> dict[str, str]:
    """The lead that a request carries."""
    lines = body["messages"][1]["content"].split("\n")
    lead: dict[str, str] = orjson.loads(lines[1])
    return lead


def answer_text(body: dict[str, Any], *, level: str = "4") -> str:
    """A right answer: every criterion at one level, with the company's whole name as its quote."""
    schema = body["response_format"]["json_schema"]["schema"]
    name = lead_of(body)["company_name"]
    judgement = {"field": "company_name", "quote": name, "reason": "The name says so.", "level": level}
    return orjson.dumps(
        {
            "criteria": dict.fromkeys(schema["properties"]["criteria"]["properties"], judgement),
            "disqualifiers": {
                key: {"field": "", "quote": "", "applies": "no"}
                for key in schema["properties"]["disqualifiers"]["properties"]
            },
            "instructions_in_lead": "no",
        }
    ).decode()


class MockCerebras:
    """Answers calls in order of its script, then rightly; `gate` holds calls until it is set."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.script: deque[Script] = deque()
        self.gate = threading.Event()
        self.gate.set()
        self.aborted = threading.Event()
        self.closed = False
        self._lock = threading.Lock()

    def call(self, body: bytes) -> Answer:
        """One call, as LlmClient.call."""
        request = orjson.loads(body)
        with self._lock:
            self.bodies.append(request)
            scripted = self.script.popleft() if self.script else None
        while not self.gate.wait(0.01):
            if self.aborted.is_set():
                return Answer(AnswerClass.TRANSIENT, error_code="aborted", latency_ms=1)
        if scripted is None:
            return self.right_answer(request)
        return scripted if isinstance(scripted, Answer) else scripted(request)

    def right_answer(self, request: dict[str, Any], *, level: str = "4") -> Answer:
        """What a faultless provider says, with 700 tokens in and 100 out."""
        return Answer(
            AnswerClass.OK,
            content=answer_text(request, level=level),
            status=200,
            response_id="chatcmpl-test",
            model=request["model"],
            prompt_tokens=700,
            completion_tokens=100,
            cached_tokens=0,
            latency_ms=5,
            raw="{}",
        )

    def abort_all(self) -> None:
        """End the calls that wait at the gate."""
        self.aborted.set()

    def close(self) -> None:
        """Note that the owner closed it."""
        self.closed = True
