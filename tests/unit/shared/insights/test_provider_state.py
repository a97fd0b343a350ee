"""The provider's state: what most calls of the last minute say."""

from __future__ import annotations

import pytest

from shared.insights.provider_state import ProviderState, judge_provider
from shared.llm.classes import AnswerClass


class TestJudgeProvider:
    @pytest.mark.parametrize(
        ("ended", "state"),
        [
            ({}, "idle"),
            ({"ok": 0}, "idle"),
            ({"released": 9, "crashed": 9}, "idle"),
            ({"ok": 1}, "answers"),
            ({"budget": 1}, "answers"),
            ({"invalid": 2, "refused": 1, "too_long": 1, "transient": 3}, "answers"),
            ({"quota": 1}, "limited"),
            ({"congested": 4, "ok": 3}, "limited"),
            ({"congested": 3, "ok": 4}, "answers"),
            ({"quota": 3, "congested": 3, "transient": 5}, "limited"),
            ({"transient": 1}, "silent"),
            ({"unanswered": 2, "ok": 1}, "silent"),
            ({"account": 1}, "account_refused"),
            ({"config": 5, "ok": 4}, "settings_refused"),
            ({"account": 2, "config": 3}, "settings_refused"),
        ],
    )
    def test_is_what_most_calls_say(self, ended: dict[str, int], state: str) -> None:
        assert judge_provider(ended, simulated=False) == state

    def test_tells_of_equals_what_a_person_should_rather_know(self) -> None:
        equal = {"account": 1, "config": 1, "quota": 1, "transient": 1, "ok": 1}
        for state in ("account_refused", "settings_refused", "limited", "silent", "answers"):
            assert judge_provider(equal, simulated=False) == state
            equal.pop(next(iter(equal)))

    def test_of_the_simulator_is_that_it_is_one(self) -> None:
        assert judge_provider({"transient": 5}, simulated=True) is ProviderState.SIMULATOR

    def test_knows_every_class(self) -> None:
        says_nothing = {AnswerClass.RELEASED, AnswerClass.CRASHED}
        idle = {one for one in AnswerClass if judge_provider({one: 1}, simulated=False) is ProviderState.IDLE}
        assert idle == says_nothing
