"""The answer to a call: what the model would say, and what it costs in tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypedDict

import orjson

from simulator.body import JsonObjectFormat, JsonSchemaFormat
from simulator.checks import Call
from simulator.draw import draw, draw_integer
from simulator.faults import Fault
from simulator.judge.lead import read_lead
from simulator.judge.match import reader_of
from simulator.judge.quote import invent_quote
from simulator.judge.verdict import Said, Verdict, judge_lead
from simulator.options import Options
from simulator.schema.shape import Shape
from simulator.tokens import count_tokens, cut_to_tokens

_ECHOED_WORDS = 12
# Tokens that a reasoning model thinks before it answers, by effort; a draw adds up to as many again.
_REASONING = {"none": 0, "low": 60, "medium": 240, "high": 900}
_UNKNOWN = Said("unknown", reason="The profile does not ask for this.")


class Answer(TypedDict):
    """The answer before the schema has its say: per criterion and disqualifier field, quote, reason and verdict."""

    criteria: dict[str, dict[str, str]]
    disqualifiers: dict[str, dict[str, str]]
    instructions_in_lead: str


@dataclass(frozen=True, slots=True)
class Composed:
    """Text, why it ends there, and counts; `content` None: the answer has no choices at all."""

    content: str | None
    finish_reason: str
    reasoning_tokens: int
    completion_tokens: int
    invented_quotes: int


def compose(call: Call, options: Options, *, fault: Fault | None) -> Composed:
    """The answer: the same for the same messages, schema, seed and options; `fault` spoils it."""
    content, invented = _content(call, options)
    reasoning = _reasoning_tokens(call)
    limit = call.request.token_limit
    room = call.model.max_output if limit is None else min(limit, call.model.max_output)
    tokens = count_tokens(content)
    if fault is Fault.EMPTY:
        return Composed(None, "stop", reasoning, reasoning, 0)
    if fault is Fault.FILTERED:
        return Composed("", "content_filter", reasoning, reasoning, 0)
    if fault is Fault.MALFORMED:
        broken = cut_to_tokens(content, tokens // 2)
        return Composed(broken, "stop", reasoning, reasoning + count_tokens(broken), 0)
    if fault is Fault.LENGTH:
        room = min(room, reasoning + tokens // 2)
    if reasoning + tokens > room:
        return Composed(cut_to_tokens(content, room - reasoning), "length", min(reasoning, room), room, 0)
    return Composed(content, "stop", reasoning, reasoning + tokens, invented)


def _content(call: Call, options: Options) -> tuple[str, int]:
    form = call.request.response_format
    if not isinstance(form, (JsonObjectFormat, JsonSchemaFormat)):
        return _cut_at_stop(_plain_text(call), call.request.stop), 0
    reader = reader_of(call.system_text)
    if not reader.rules.profile.criteria:
        built = call.shape.builder.build() if call.shape else {"answer": _plain_text(call)}
        return orjson.dumps(built).decode(), 0
    lead = read_lead(call.user_text)
    verdict = judge_lead(reader, lead, obey_instructions=options.obey_instructions)
    answer = _answer(verdict, call.shape)
    invented = _invent_quotes(answer, lead, call, options) if options.invent_quotes > 0 else 0
    return orjson.dumps(call.shape.builder.build(answer) if call.shape else answer).decode(), invented


def _plain_text(call: Call) -> str:
    words = call.user_text.split()
    echoed = " ".join(words[:_ECHOED_WORDS]) + (" …" if len(words) > _ECHOED_WORDS else "")
    return f"This is a simulated answer to: {echoed}" if words else "This is a simulated answer."


def _cut_at_stop(text: str, stop: str | list[str] | None) -> str:
    for end in [stop] if isinstance(stop, str) else stop or []:
        text = text.partition(end)[0] if end else text
    return text


def _answer(verdict: Verdict, shape: Shape | None) -> Answer:
    criteria = shape.criteria if shape else tuple(verdict.criteria)
    disqualifiers = shape.disqualifiers if shape else tuple(verdict.disqualifiers)
    return {
        "criteria": {key: _entry(verdict.criteria.get(key, _UNKNOWN), "level") for key in criteria},
        "disqualifiers": {key: _entry(verdict.disqualifiers.get(key, _UNKNOWN), "applies") for key in disqualifiers},
        "instructions_in_lead": "yes" if verdict.instructions_in_lead else "no",
    }


def _entry(said: Said, verdict_name: str) -> dict[str, str]:
    return {"field": said.field, "quote": said.quote, "reason": said.reason, verdict_name: said.verdict}


def _invent_quotes(answer: Answer, lead: Mapping[str, str], call: Call, options: Options) -> int:
    """Replaces the drawn share of the answer's quotes, in place; says how many."""
    asked = blake2b(call.system_text.encode()).digest() + blake2b(call.user_text.encode()).digest()
    seeds = (call.request.seed or 0, options.seed)
    count = 0
    for part in (answer["criteria"], answer["disqualifiers"]):
        for key, entry in part.items():
            if entry["quote"] and draw("invent", asked, key, *seeds) < options.invent_quotes:
                entry["quote"] = invent_quote(lead, draw_integer("invention", asked, key, *seeds))
                count += 1
    return count


def _reasoning_tokens(call: Call) -> int:
    least = _REASONING[call.request.reasoning_effort or "medium"]
    return least + int(least * draw("reasoning", call.user_text, call.request.seed or 0))
