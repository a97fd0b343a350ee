"""The body of a request: the fixed part is encoded once, a lead adds only its message."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import orjson

SCHEMA_NAME = "lead_judgement"
SEED = 7

# rules of thumb, not a tokenizer: 4 characters a token in English prose, here 3.3 because JSON and names take more;
# about 1 token a character in scripts with 3 bytes a character
_TOKENS_A_CHARACTER = 0.3
_TOKENS_AN_EXTRA_BYTE = 0.4
_TOKENS_OF_FRAMING = 64  # roles, delimiters and the chat template's own preamble


def estimate_text_tokens(text: str) -> float:
    """About how many tokens a text costs, rather too many than too few: 0.3 a character, 0.4 each UTF-8 byte above one.

    That gives 0.3 for an ASCII letter, 0.7 for a Cyrillic one, 1.1 for a CJK character, 1.5 for an emoji.
    """
    if text.isascii():
        return len(text) * _TOKENS_A_CHARACTER
    extra_bytes = len(text.encode("utf-8", "surrogatepass")) - len(text)
    return len(text) * _TOKENS_A_CHARACTER + extra_bytes * _TOKENS_AN_EXTRA_BYTE


class RequestTemplate:
    """All requests of one profile version: same model, prompt and schema, another lead each."""

    def __init__(self, model: str, system_prompt: str, schema: Mapping[str, Any], max_completion_tokens: int) -> None:
        fixed = {
            "model": model,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": SCHEMA_NAME, "strict": True, "schema": schema},
            },
            "temperature": 0,
            "seed": SEED,
            "reasoning_effort": "low",
            "max_completion_tokens": max_completion_tokens,
            # last, so that one lead's message can be appended
            "messages": [{"role": "system", "content": system_prompt}],
        }
        self.model = model
        self.max_completion_tokens = max_completion_tokens
        self._head = orjson.dumps(fixed).removesuffix(b"]}") + b',{"role":"user","content":'
        # the provider shows the schema to the model, so it counts as prompt
        self._fixed_tokens = (
            estimate_text_tokens(system_prompt)
            + estimate_text_tokens(orjson.dumps(schema).decode())
            + _TOKENS_OF_FRAMING
        )

    def body(self, user_message: str) -> bytes:
        """The JSON body for one lead; equal messages give equal bytes."""
        return b"%b%b}]}" % (self._head, orjson.dumps(user_message))

    def estimate_prompt_tokens(self, user_message: str) -> int:
        """About how many prompt tokens the request costs, rather too many than too few."""
        return math.ceil(self._fixed_tokens + estimate_text_tokens(user_message))

    def estimate_tokens(self, user_message: str) -> int:
        """The tokens to reserve before the call: the prompt's estimate and all completion tokens it may use."""
        return self.estimate_prompt_tokens(user_message) + self.max_completion_tokens
