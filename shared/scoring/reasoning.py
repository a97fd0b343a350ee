"""Says in a few sentences why a lead has its score, from the reasons of the criteria that count."""

from __future__ import annotations

from collections.abc import Sequence

from shared.scoring.evidence import CriterionResult, DisqualifierResult

LONGEST_REASONING = 600
_REASONS = 2
_LONGEST_SENTENCE = 220


def compose_reasoning(criteria: Sequence[CriterionResult], disqualifiers: Sequence[DisqualifierResult]) -> str:
    """What rules the lead out, the reasons of the two heaviest criteria, what is unknown; 600 characters at most."""
    sentences = []
    ruled_out = [one.label for one in disqualifiers if one.applies == "yes"]
    if ruled_out:
        sentences.append(f"Disqualified: {', '.join(ruled_out)}.")
    known = [criterion for criterion in criteria if criterion.level is not None]
    known.sort(key=lambda criterion: -criterion.weight)
    sentences += [_sentence(criterion) for criterion in known[:_REASONS]]
    unknown = [criterion.label for criterion in criteria if criterion.level is None]
    if not known:
        sentences.append("The lead says nothing that can be proved about any criterion.")
    elif unknown:
        sentences.append(f"Unknown: {', '.join(unknown)}.")
    return _cut(" ".join(sentences), LONGEST_REASONING)


def _sentence(criterion: CriterionResult) -> str:
    reason = _cut(" ".join(criterion.reason.split()), _LONGEST_SENTENCE)
    if not reason:
        return f"{criterion.label}: level {criterion.level} of 4."
    return reason if reason[-1] in ".!?…。" else f"{reason}."


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
