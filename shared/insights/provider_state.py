"""Judges how the provider does by what became of the calls of the last minute."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from shared.llm.classes import AnswerClass


class ProviderState(StrEnum):
    """What can be said of the provider: whether it is one at all, and how it answers."""

    SIMULATOR = "simulator"
    ANSWERS = "answers"
    LIMITED = "limited"
    SILENT = "silent"
    ACCOUNT_REFUSED = "account_refused"
    SETTINGS_REFUSED = "settings_refused"
    IDLE = "idle"


TROUBLE = frozenset(
    {
        ProviderState.LIMITED,
        ProviderState.SILENT,
        ProviderState.ACCOUNT_REFUSED,
        ProviderState.SETTINGS_REFUSED,
    }
)

# an answer, though perhaps not one that a lead can use
_ANSWERED = (AnswerClass.OK, AnswerClass.BUDGET, AnswerClass.INVALID, AnswerClass.REFUSED, AnswerClass.TOO_LONG)
_LIMITED = (AnswerClass.QUOTA, AnswerClass.CONGESTED)
# a key, a permission or credit; a model or what we ask of it: whoever mends the one need not touch the other
_ACCOUNT_REFUSED = (AnswerClass.ACCOUNT, AnswerClass.PAYMENT)
_SETTINGS_REFUSED = (AnswerClass.CONFIG,)
_SILENT = (AnswerClass.TRANSIENT, AnswerClass.UNANSWERED)


def judge_provider(ended: Mapping[str, int], *, simulated: bool) -> ProviderState:
    """The state, from how many calls of each class ended lately; calls given back or crashed say nothing of it.

    What is most frequent decides, and of equals the one that a person should rather know.
    """
    if simulated:
        return ProviderState.SIMULATOR
    said = {
        ProviderState.ACCOUNT_REFUSED: _count(ended, _ACCOUNT_REFUSED),
        ProviderState.SETTINGS_REFUSED: _count(ended, _SETTINGS_REFUSED),
        ProviderState.LIMITED: _count(ended, _LIMITED),
        ProviderState.SILENT: _count(ended, _SILENT),
        ProviderState.ANSWERS: _count(ended, _ANSWERED),
    }
    return max(said, key=lambda state: said[state]) if any(said.values()) else ProviderState.IDLE


def _count(ended: Mapping[str, int], classes: tuple[AnswerClass, ...]) -> int:
    return sum(ended.get(one, 0) for one in classes)
