"""Measures what a profile asks of the model, beside what the provider accepts; pure code."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from shared.errors import Fault
from shared.llm.request import estimate_text_tokens
from shared.profiles.content import ProfileContent
from shared.scoring.prompt import system_prompt
from shared.scoring.schema import LONGEST_SCHEMA, answer_schema

# what strict mode accepts, by the provider's page on structured outputs
MOST_PROPERTIES = 500
MOST_ENUM_VALUES = 500
# of one answer: a level with field, quote and reason of at most 25 words; a verdict with field and quote; thinking at
# low effort. Rounded up from the answers' form, not measured: the first judged leads replace it.
CRITERION_TOKENS = 65
DISQUALIFIER_TOKENS = 20
THINKING_TOKENS = 150
# every lead pays for it again, and what is asked in the middle of a long prompt is read less well
LONG_PROMPT_TOKENS = 6000


@dataclass(frozen=True, slots=True)
class ProfileSize:
    """Sizes of the request that judges a lead, without the lead; properties and values as counted at each place."""

    schema_characters: int
    properties: int
    enum_values: int
    prompt_tokens_estimate: int
    answer_tokens_estimate: int
    answer_token_limit: int
    schema_limit: int = LONGEST_SCHEMA
    property_limit: int = MOST_PROPERTIES
    enum_value_limit: int = MOST_ENUM_VALUES


def typical_completion(criteria: int, disqualifiers: int) -> int:
    """About how many tokens an answer of this form costs, thinking included."""
    return CRITERION_TOKENS * criteria + DISQUALIFIER_TOKENS * disqualifiers + THINKING_TOKENS


def measure_profile(content: ProfileContent, *, answer_token_limit: int) -> ProfileSize:
    """The profile's sizes; `answer_token_limit` is what one call may answer. Raises ProfileTooLarge."""
    schema = answer_schema(content)
    encoded = orjson.dumps(schema).decode()
    return ProfileSize(
        schema_characters=len(encoded),
        properties=sum(len(node.get("properties", ())) for node in _nodes(schema, schema)),
        enum_values=sum(len(node.get("enum", ())) for node in _nodes(schema, schema)),
        prompt_tokens_estimate=math.ceil(estimate_text_tokens(system_prompt(content)) + estimate_text_tokens(encoded)),
        answer_tokens_estimate=typical_completion(len(content.criteria), len(content.disqualifiers)),
        answer_token_limit=answer_token_limit,
    )


def find_size_warnings(size: ProfileSize) -> list[Fault]:
    """What the provider accepts and a team should think about."""
    warnings = []
    if size.answer_tokens_estimate > size.answer_token_limit:
        detail = (
            f"An answer takes about {size.answer_tokens_estimate:,} tokens and may have {size.answer_token_limit:,}: "
            "many will be cut and fail. Use fewer criteria, or raise LLM_MAX_COMPLETION_TOKENS."
        )
        warnings.append(Fault("answer_may_be_cut", detail, pointer="/criteria"))
    if size.prompt_tokens_estimate > LONG_PROMPT_TOKENS:
        detail = f"About {size.prompt_tokens_estimate:,} prompt tokens are paid for each lead; shorten the texts."
        warnings.append(Fault("long_prompt", detail, pointer=""))
    return warnings


def _nodes(schema: dict[str, Any], node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The node and all below it with references followed, as a provider may count them."""
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
    yield node
    for member in node.get("properties", {}).values():
        yield from _nodes(schema, member)
