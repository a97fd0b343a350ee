"""Counts the leads that a filter finds, by tier."""

from __future__ import annotations

from dataclasses import dataclass

from shared.database.unit_of_work import UnitOfWork
from shared.leads.read import LeadFilter, count_tiers
from shared.profiles.content import order_tiers
from shared.profiles.repository import ProfileRepository


@dataclass(frozen=True, slots=True)
class TierCount:
    """How many leads have a tier."""

    tier: str
    count: int


@dataclass(frozen=True, slots=True)
class LeadCounts:
    """How many leads there are by tier, and without one: these add up to the total."""

    tiers: list[TierCount]
    unjudged: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.unjudged + sum(tier.count for tier in self.tiers)


def count_leads(uow: UnitOfWork, wanted: LeadFilter) -> LeadCounts:
    """The counts, with the profile's tiers first, from high to low, whether any lead has them or not."""
    found = count_tiers(uow, wanted)
    unjudged = found.pop(None, 0)
    profile = ProfileRepository(uow.session).get_active_content()
    named = order_tiers([tier.name for tier in profile.tiers], [str(tier) for tier in found])
    return LeadCounts([TierCount(tier, found.get(tier, 0)) for tier in named], unjudged)
