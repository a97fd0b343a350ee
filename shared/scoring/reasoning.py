"""Says in a few sentences why a lead has its score, from the reasons of the criteria that count."""

from __future__ import annotations

from collections.abc import Sequence

from shared.scoring.evidence import CriterionResult, DisqualifierResult

LONGEST_REASONING = 600
_REASONS = 2
# what the lead says in sentences tells more than a size or a title
_SENTENCES = "notes"
_MIDDLE_LEVEL = 2
_LONGEST_SENTENCE = 220


def compose_reasoning(criteria: Sequence[CriterionResult], disqualifiers: Sequence[DisqualifierResult]) -> str:
    """What rules the lead out, the two most telling reasons, what is unknown; 600 characters at most."""
    sentences = []
    ruled_out = [one.label for one in disqualifiers if one.applies == "yes"]
    if ruled_out:
        sentences.append(f"Disqualified: {', '.join(ruled_out)}.")
    known = [criterion for criterion in criteria if criterion.level is not None]
    sentences += [_sentence(criterion) for criterion in sorted(known, key=_telling, reverse=True)[:_REASONS]]
    unknown = [criterion.label for criterion in criteria if criterion.level is None]
    if not known:
        sentences.append("The lead says nothing that can be proved about any criterion.")
    elif unknown:
        sentences.append(f"Unknown: {', '.join(unknown)}.")
    return _cut(" ".join(sentences), LONGEST_REASONING)


def _telling(criterion: CriterionResult) -> tuple[bool, int, int, int]:
    """Sentences before short fields, then what moves the score furthest, the heavier, the one with more to quote."""
    moves = 0 if criterion.level is None else criterion.weight * abs(criterion.level - _MIDDLE_LEVEL)
    return criterion.field == _SENTENCES, moves, criterion.weight, len(criterion.quote)


def _sentence(criterion: CriterionResult) -> str:
    reason = _cut(" ".join(criterion.reason.split()), _LONGEST_SENTENCE)
    if not reason:
        return f"{criterion.label}: level {criterion.level} of 4."
    return reason if reason[-1] in ".!?…。" else f"{reason}."


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
