"""The verdict on a lead, criterion by criterion, in the form that the answer's schema asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from simulator.judge.disqualify import Pattern
from simulator.judge.instructions import instructs
from simulator.judge.lead import Sentence, sentences
from simulator.judge.levels import best_evidence, pick_level
from simulator.judge.match import FREE_TEXT, Evidence, Reader
from simulator.judge.quote import cut_quote, shorten

# A reason is one short sentence.
_PARTS = 2
_TOP_LEVEL = 4


class Said(NamedTuple):
    """One entry of the answer: `verdict` is a level "0" to "4", "yes", "no" or "unknown" (then nothing is quoted)."""

    verdict: str
    field: str = ""
    quote: str = ""
    reason: str = ""


_NOTHING = Said("unknown")
_NO_WORD = Said("unknown", reason="The lead does not say.")
_NO_LEVEL = Said("unknown", reason="The lead speaks of it and fits no level.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say about a lead, by key, and whether its text tries to instruct the model."""

    criteria: dict[str, Said]
    disqualifiers: dict[str, Said]
    instructions_in_lead: bool


def judge_lead(reader: Reader, lead: Mapping[str, str], *, obey_instructions: bool = False) -> Verdict:
    """The verdict by the rules of simulator/README.md; the same for the same profile and lead.

    With `obey_instructions` a lead that instructs the model gets level 4 everywhere and no disqualifier.
    """
    order = _order_in(lead)
    rules = reader.rules
    found = reader.match(lead, has_instructions=order is not None)
    offset = len(rules.profile.criteria)
    criteria = {
        criterion.key: _judge_criterion(found.get(at, ()), has_marks=rules.kinds[at] is not None)
        for at, criterion in enumerate(rules.profile.criteria)
    }
    disqualifiers = {
        disqualifier.key: _judge_disqualifier(rules.patterns[at], found.get(offset + at, ()))
        for at, disqualifier in enumerate(rules.profile.disqualifiers)
    }
    if order is not None and obey_instructions:
        _obey(order, criteria, disqualifiers)
    return Verdict(criteria, disqualifiers, instructions_in_lead=order is not None)


def _judge_criterion(evidence: Sequence[Evidence], *, has_marks: bool) -> Said:
    if not evidence:
        return _NO_WORD
    level = pick_level(evidence, has_marks=has_marks)
    if level is None:
        return _NO_LEVEL
    best = best_evidence(evidence, level)
    quote = cut_quote(best.sentence.text, best.span(level))
    return Said(str(level), best.sentence.field, quote, _reason(best, quote, level, evidence))


def _reason(best: Evidence, quote: str, level: int, evidence: Sequence[Evidence]) -> str:
    """One sentence of what the quote shows, and what short fields say of the same."""
    says = next((hit.says for hit in best.marks.values() if any(level == its for its, _ in hit.votes)), "")
    parts = [f"{says or _field_name(best.sentence)}: “{shorten(quote)}”"]
    for one in evidence:
        if one is not best and one.sentence.field != best.sentence.field and one.says_alone and len(parts) < _PARTS:
            parts.append(f"{_field_name(one.sentence).lower()}: “{shorten(one.sentence.text)}”")
    return f"{'; '.join(parts)}."


def _field_name(sentence: Sentence) -> str:
    if sentence.field in FREE_TEXT:
        return "Notes say"
    return sentence.field.rpartition(".")[2].replace("_", " ").capitalize()


def _judge_disqualifier(patterns: Sequence[Pattern], evidence: Sequence[Evidence]) -> Said:
    for one in evidence:
        stated, denied, places = one.stated.keys(), one.denied.keys(), one.places
        for pattern in patterns:
            if pattern.is_met(stated, denied, places):
                return Said("yes", one.sentence.field, cut_quote(one.sentence.text, _span(one, pattern)))
            if pattern.is_met(denied, stated, places):
                return Said("no", one.sentence.field, cut_quote(one.sentence.text, _span(one, pattern)))
    return _NOTHING


def _span(one: Evidence, pattern: Pattern) -> tuple[int, int]:
    places = [one.places[part] for part in (*pattern.stated, *pattern.denied)]
    return min(places), max(places)


def _order_in(lead: Mapping[str, str]) -> Sentence | None:
    """The first sentence that instructs the model; where the order runs over its end, the field's first sentence."""
    if not instructs("\n".join(lead.values())):
        return None
    for name, text in lead.items():
        if instructs(text):
            pieces = list(sentences({name: text}))
            return next((piece for piece in pieces if instructs(piece.text)), pieces[0])
    return None


def _obey(order: Sentence, criteria: dict[str, Said], disqualifiers: dict[str, Said]) -> None:
    for key, said in criteria.items():
        field, quote = (said.field, said.quote) if said.quote else (order.field, cut_quote(order.text, (0, 0)))
        criteria[key] = Said(str(_TOP_LEVEL), field, quote, "The lead asks for it.")
    for key in disqualifiers:
        disqualifiers[key] = _NOTHING
