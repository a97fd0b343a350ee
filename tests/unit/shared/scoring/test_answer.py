"""What is not an answer is refused by a code, and its text is repeated nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.profiles.content import ProfileContent
from shared.scoring.answer import parse_answer
from shared.scoring.errors import InvalidAnswer

MARKER = "marker-4711"


def changed(text: str, *path: str, value: Any = None, drop: bool = False) -> str:
    answer = json.loads(text)
    place = answer
    for step in path[:-1]:
        place = place[step]
    if drop:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return json.dumps(answer)


class TestParseAnswer:
    def test_reads_what_the_schema_promises(self, b2b: ProfileContent, answer_of: Callable[..., str]) -> None:
        answer = parse_answer(b2b, answer_of(need=("3", "lose roughly a day"), told="yes"))
        assert answer.criteria["need"].level == "3"
        assert answer.criteria["budget"].level == "unknown"
        assert answer.disqualifiers["competitor"].applies == "unknown"
        assert answer.instructions_in_lead == "yes"

    @pytest.mark.parametrize(
        "text",
        ["", MARKER, '{"criteria": {', f'```json\n{{"a": "{MARKER}"}}```', "\ud800", '{"criteria": {"\\ud800": 1}}'],
    )
    def test_refuses_what_is_not_json(self, b2b: ProfileContent, text: str) -> None:
        assert self.refusal(b2b, text) == "answer_not_json"

    @pytest.mark.parametrize("text", ["null", "3", f'"{MARKER}"', "[" * 5000, f'{{"{MARKER}": {"[" * 5000}'])
    def test_refuses_other_json(self, b2b: ProfileContent, text: str) -> None:
        assert self.refusal(b2b, text) == "answer_breaks_schema"

    @pytest.mark.parametrize(
        ("path", "change"),
        [
            (("criteria", "need", "level"), {"value": 3}),
            (("criteria", "need", "level"), {"value": "5"}),
            (("criteria", "need", "level"), {"value": MARKER}),
            (("criteria", "need", "quote"), {"value": None}),
            (("criteria", "need", "reason"), {"drop": True}),
            (("criteria", "need", MARKER), {"value": "x"}),
            (("criteria",), {"value": [MARKER]}),
            (("disqualifiers", "competitor", "applies"), {"value": True}),
            (("instructions_in_lead",), {"value": "maybe"}),
            (("instructions_in_lead",), {"drop": True}),
            (("score",), {"value": 100}),
        ],
    )
    def test_refuses_what_breaks_the_schema(
        self, b2b: ProfileContent, answer_of: Callable[..., str], path: tuple[str, ...], change: dict[str, Any]
    ) -> None:
        assert self.refusal(b2b, changed(answer_of(), *path, **change)) == "answer_breaks_schema"

    def test_refuses_missing_and_invented_keys(self, b2b: ProfileContent, answer_of: Callable[..., str]) -> None:
        extra = {"field": "", "quote": "", "reason": "", "level": "4"}
        assert self.refusal(b2b, changed(answer_of(), "criteria", "need", drop=True)) == "answer_wrong_criteria"
        assert self.refusal(b2b, changed(answer_of(), "criteria", MARKER, value=extra)) == "answer_wrong_criteria"
        assert self.refusal(b2b, changed(answer_of(), "disqualifiers", drop=True)) == "answer_wrong_disqualifiers"

    @staticmethod
    def refusal(profile: ProfileContent, text: str) -> str:
        with pytest.raises(InvalidAnswer) as caught:
            parse_answer(profile, text)
        assert MARKER not in f"{caught.value!r} {caught.value.detail}"
        # the decoder's own message may quote the text, so it must not hang on to the error
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None or caught.value.__suppress_context__
        return caught.value.code
