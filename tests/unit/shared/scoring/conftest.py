"""One lead, the default profile, and answers to build on."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from shared.profiles.content import Criterion, Disqualifier, ProfileContent, Tier
from shared.profiles.load_preset import load_preset

NOTES = (
    "Came to the stand twice. Runs three warehouses, about 240 people, mostly chilled goods.\n"
    "They lose roughly a day a week to recounts. The lease on the north site ends in March.\n"
    "Mirela collects offers for her director, who signs."
)


@pytest.fixture
def b2b() -> ProfileContent:
    return load_preset("b2b")


@pytest.fixture
def make_profile() -> Callable[..., ProfileContent]:
    """A profile with these weights and otherwise plain texts."""

    def make(*weights: int, least_coverage: str = "0.5", disqualifiers: int = 0) -> ProfileContent:
        return ProfileContent(
            name="Test",
            seller="We sell pumps.",
            customer="Waterworks.",
            criteria=tuple(
                Criterion(f"c{n}", f"Criterion {n}", weight, f"Question {n}?", ("none", "low", "some", "much", "all"))
                for n, weight in enumerate(weights)
            ),
            disqualifiers=tuple(
                Disqualifier(f"d{n}", f"Disqualifier {n}", f"Ruled out by {n}?") for n in range(disqualifiers)
            ),
            tiers=(Tier("A", 80), Tier("B", 60), Tier("C", 40), Tier("D", 0)),
            least_coverage=Decimal(least_coverage),
        )

    return make


@pytest.fixture
def visible() -> dict[str, str]:
    return {
        "company_name": "Halden & Brook Logistics",
        "company_size": "240",
        "industry": "Contract logistics, cold chain",
        "contact_title": "Operations Manager, Site North",
        "notes": NOTES,
        "additional_data.stand": "Hall 4, B17",
    }


def criterion(
    level: str = "unknown", quote: str = "", field: str = "notes", reason: str = "Because."
) -> dict[str, str]:
    return {"field": field if quote else "", "quote": quote, "reason": reason, "level": level}


@pytest.fixture
def answer_of(b2b: ProfileContent) -> Callable[..., str]:
    """The text of an answer: unknown for all but the criteria named, as (level, quote[, field[, reason]])."""

    def answer(*, applies: dict[str, tuple[str, str, str]] | None = None, told: str = "no", **known: Any) -> str:
        disqualifiers = {one.key: ("unknown", "", "") for one in b2b.disqualifiers} | (applies or {})
        return json.dumps(
            {
                "criteria": {one.key: criterion(*known.get(one.key, ())) for one in b2b.criteria},
                "disqualifiers": {
                    key: {"field": field, "quote": quote, "applies": verdict}
                    for key, (verdict, quote, field) in disqualifiers.items()
                },
                "instructions_in_lead": told,
            }
        )

    return answer
