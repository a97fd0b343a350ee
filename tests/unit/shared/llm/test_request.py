"""The body of a request."""

from __future__ import annotations

import orjson
import pytest

from shared.llm.request import RequestTemplate, estimate_text_tokens

SCHEMA = {"type": "object", "properties": {"b": {"type": "string"}, "a": {"type": "null"}}, "required": ["b", "a"]}
PROMPT = 'Judge "leads".\n# Criteria — ✓'
TEMPLATE = RequestTemplate("gpt-oss-120b", PROMPT, SCHEMA, 2000)
MESSAGES = ["", "plain", 'a "quote"\n\\ and }]}', "Zażółć 株式会社 🙂\u2028", "\x00\x1f"]


class TestBody:
    @pytest.mark.parametrize("message", MESSAGES)
    def test_is_the_request_that_the_provider_expects(self, message: str) -> None:
        assert orjson.loads(TEMPLATE.body(message)) == {
            "model": "gpt-oss-120b",
            "messages": [{"role": "system", "content": PROMPT}, {"role": "user", "content": message}],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "lead_judgement", "strict": True, "schema": SCHEMA},
            },
            "temperature": 0,
            "seed": 7,
            "reasoning_effort": "low",
            "max_completion_tokens": 2000,
        }

    def test_is_equal_for_equal_messages_and_differs_only_after_the_fixed_part(self) -> None:
        one, other = TEMPLATE.body("one"), TEMPLATE.body("other")
        assert one == RequestTemplate("gpt-oss-120b", PROMPT, SCHEMA, 2000).body("one")
        assert one.removesuffix(b'"one"}]}') == other.removesuffix(b'"other"}]}')

    def test_keeps_the_order_of_the_schema(self) -> None:
        body = TEMPLATE.body("x")
        assert body.index(b'"b":{') < body.index(b'"a":{')


class TestEstimateTokens:
    def test_reserves_prompt_and_completion(self) -> None:
        assert TEMPLATE.estimate_tokens("lead") == TEMPLATE.estimate_prompt_tokens("lead") + 2000
        assert TEMPLATE.max_completion_tokens == 2000

    def test_counts_the_fixed_part_once_and_the_message_by_its_length(self) -> None:
        fixed = TEMPLATE.estimate_prompt_tokens("")
        assert fixed > (len(PROMPT) + len(orjson.dumps(SCHEMA))) / 4
        assert TEMPLATE.estimate_prompt_tokens("x" * 1000) - fixed == pytest.approx(300, abs=1)

    @pytest.mark.parametrize(
        ("text", "tokens_a_character"),
        [
            ("We sell payroll software to mid-sized manufacturers.", 1 / 4),
            ("株式会社エグザンプルは東京で業務用ソフトウェアを販売しています。", 1.0),
            ("Компания продаёт программное обеспечение", 1 / 2),
            ("🙂🚀", 1.3),
        ],
    )
    def test_is_over_the_rule_of_thumb_of_the_script_by_at_most_half(
        self, text: str, tokens_a_character: float
    ) -> None:
        assert 1.0 < estimate_text_tokens(text) / (len(text) * tokens_a_character) < 1.5
