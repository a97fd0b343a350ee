"""Turns the model's claims into results: a level counts only if its quote is found in the lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shared.profiles.content import Criterion, Disqualifier
from shared.scoring.answer import CriterionAnswer, DisqualifierAnswer
from shared.scoring.clean import clean_text
from shared.scoring.fold import FoldedLead
from shared.scoring.injection import Sign
from shared.scoring.quotes import QuoteFault, check_quote, trim_quote
from shared.scoring.score import points_of

LONGEST_QUOTE = 500
LONGEST_REASON = 400
LONGEST_FIELD_NAME = 100


@dataclass(frozen=True, slots=True)
class Claim:
    """What the model claimed and could not prove: kept so that a person sees it, never counted."""

    answer: str
    field: str
    quote: str
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """For JSONB."""
        return {"answer": self.answer, "field": self.field, "quote": self.quote, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion as it counts: `level` 0 to 4 with its points and a quote that is in the lead, or None for unknown.

    `note` says why a level was dropped, and `claimed` then holds the level, quote and reason that were dropped.
    """

    key: str
    label: str
    weight: int
    level: int | None
    points: Decimal | None
    field: str
    quote: str
    reason: str
    note: QuoteFault | None = None
    claimed: Claim | None = None

    def to_json(self) -> dict[str, Any]:
        """For JSONB; points as a text with two decimals."""
        return {
            "key": self.key,
            "label": self.label,
            "weight": self.weight,
            "level": self.level,
            "points": None if self.points is None else str(self.points),
            "field": self.field,
            "quote": self.quote,
            "reason": self.reason,
            "note": self.note,
            "claimed": None if self.claimed is None else self.claimed.to_json(),
        }


@dataclass(frozen=True, slots=True)
class DisqualifierResult:
    """One disqualifier as it counts: `applies` is "yes" only with a quote that is in the lead."""

    key: str
    label: str
    applies: str
    field: str
    quote: str
    note: QuoteFault | None = None
    claimed: Claim | None = None

    def to_json(self) -> dict[str, Any]:
        """For JSONB."""
        return {
            "key": self.key,
            "label": self.label,
            "applies": self.applies,
            "field": self.field,
            "quote": self.quote,
            "note": self.note,
            "claimed": None if self.claimed is None else self.claimed.to_json(),
        }


def settle_criterion(
    criterion: Criterion, answer: CriterionAnswer, lead: FoldedLead, signs: Sequence[Sign]
) -> CriterionResult:
    """The criterion with the model's level if its quote holds, else unknown with what was claimed."""
    key, label, weight = criterion.key, criterion.label, criterion.weight
    reason = _capped(answer.reason, LONGEST_REASON)
    if answer.level == "unknown":
        return CriterionResult(key, label, weight, None, None, "", "", reason)
    quote = trim_quote(clean_text(answer.quote))
    fault = _check(lead, answer.field, quote, signs)
    if fault is None:
        level = int(answer.level)
        points = points_of(weight, level)
        return CriterionResult(key, label, weight, level, points, answer.field, quote, reason)
    claimed = Claim(answer.level, _capped(answer.field, LONGEST_FIELD_NAME), _capped(quote, LONGEST_QUOTE), reason)
    return CriterionResult(key, label, weight, None, None, "", "", "", fault, claimed)


def settle_disqualifier(
    disqualifier: Disqualifier, answer: DisqualifierAnswer, lead: FoldedLead, signs: Sequence[Sign]
) -> DisqualifierResult:
    """The disqualifier as answered, but a "yes" whose quote does not hold becomes unknown with what was claimed."""
    key, label = disqualifier.key, disqualifier.label
    if answer.applies != "yes":
        return DisqualifierResult(key, label, answer.applies, "", "")
    quote = trim_quote(clean_text(answer.quote))
    fault = _check(lead, answer.field, quote, signs)
    if fault is None:
        return DisqualifierResult(key, label, "yes", answer.field, quote)
    claimed = Claim("yes", _capped(answer.field, LONGEST_FIELD_NAME), _capped(quote, LONGEST_QUOTE))
    return DisqualifierResult(key, label, "unknown", "", "", fault, claimed)


def _check(lead: FoldedLead, field: str, quote: str, signs: Sequence[Sign]) -> QuoteFault | None:
    # words that instruct the model are no evidence for what they ask for
    instructions = [sign.span for sign in signs if sign.field == field and not sign.in_name] if signs else ()
    return check_quote(lead, field, quote, instructions=instructions)


def _capped(text: str, longest: int) -> str:
    cleaned = clean_text(text)
    return cleaned if len(cleaned) <= longest else f"{cleaned[: longest - 1].rstrip()}…"
