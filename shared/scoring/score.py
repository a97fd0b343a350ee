"""The arithmetic: points of the known criteria, divided by their weight, with the coverage and the tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from shared.profiles.content import ProfileContent, SpecialTier

HIGHEST_LEVEL = 4
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100, exact to four decimals and as shown; None where nothing is known. Coverage 0 to 1."""

    score_exact: Decimal | None
    score: int | None
    coverage: Decimal
    tier: str


class Known(NamedTuple):
    """What is known of a lead: the sum of weight x level and the sum of weight, over the criteria with a level."""

    weighted_levels: int
    weight: int

    def shown(self) -> int:
        """The score as shown, 0 to 100: rounded once, half-way up. Only where `weight` is not 0."""
        return _divide(25 * self.weighted_levels, self.weight)

    def exact(self) -> Decimal:
        """The score, 0 to 100, to four decimals. Only where `weight` is not 0."""
        return Decimal(_divide(25 * self.weighted_levels * 10**_PLACES, self.weight)).scaleb(-_PLACES)

    def coverage(self, profile: ProfileContent) -> Decimal:
        """The known weight's share of all weight, 0 to 1, to four decimals."""
        total = sum([criterion.weight for criterion in profile.criteria])
        return Decimal(_divide(self.weight * 10**_PLACES, total)).scaleb(-_PLACES)

    def special_tier(self, profile: ProfileContent, *, disqualified: bool) -> str | None:
        """The tier that the lead has whatever its score, if any: disqualified, or open where too little is known."""
        if disqualified:
            return SpecialTier.DISQUALIFIED.value
        if not self.weight or self.coverage(profile) < profile.least_coverage:
            return SpecialTier.OPEN.value
        return None


def points_of(weight: int, level: int) -> Decimal:
    """What a level (0 to 4) of a criterion adds: weight x level / 4, which two decimals hold exactly."""
    return Decimal(weight * level * 25).scaleb(-2)


def weigh(profile: ProfileContent, levels: Sequence[int | None]) -> Known:
    """What is known, from levels in the order of the profile's criteria, None for unknown."""
    weighted_levels = weight = 0
    for criterion, level in zip(profile.criteria, levels, strict=True):
        if level is not None:
            weighted_levels += criterion.weight * level
            weight += criterion.weight
    return Known(weighted_levels, weight)


def tier_of(profile: ProfileContent, score: int) -> str:
    """The highest tier whose threshold the shown score reaches."""
    for tier in profile.tiers:
        if score >= tier.at_least:
            return tier.name
    raise ValueError("a profile's last tier begins at 0")


def compute_score(profile: ProfileContent, levels: Sequence[int | None], *, disqualified: bool = False) -> Score:
    """The score of levels in the order of the criteria, None for unknown; a disqualifier changes only the tier."""
    known = weigh(profile, levels)
    coverage = known.coverage(profile)
    special = known.special_tier(profile, disqualified=disqualified)
    if not known.weight:
        return Score(None, None, coverage, special or SpecialTier.OPEN.value)
    score = known.shown()
    return Score(known.exact(), score, coverage, special or tier_of(profile, score))


def _divide(dividend: int, divisor: int) -> int:
    """The quotient of two whole numbers that are not negative, rounded half-way up."""
    return (2 * dividend + divisor) // (2 * divisor)
