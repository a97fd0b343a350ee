"""Counts the scored leads of a job by tier."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.models import Job, JobItem
from shared.jobs.states import ItemState
from shared.profiles.content import SpecialTier
from shared.profiles.models import ProfileVersion
from shared.scoring.models import Assessment


@dataclass(frozen=True, slots=True)
class TierCount:
    """How many leads of a job have this tier."""

    tier: str
    count: int


def count_tiers(uow: UnitOfWork, job: Job) -> list[TierCount]:
    """Every tier of the job's profile from high to low, then those that code gives; also those with no lead."""
    tiers = uow.session.scalar(
        select(ProfileVersion.content["tiers"]).where(ProfileVersion.id == job.profile_version_id)
    )
    counts: dict[str, int] = {}
    if job.succeeded:
        rows = uow.session.execute(
            select(Assessment.tier, func.count())
            .join(JobItem, JobItem.assessment_id == Assessment.id)
            .where(JobItem.job_id == job.id, JobItem.state == ItemState.SUCCEEDED)
            .group_by(Assessment.tier)
        )
        counts = {tier: count for tier, count in rows}  # noqa: C416 - rows are not pairs to mypy
    names = [tier["name"] for tier in tiers or ()]
    return [TierCount(name, counts.get(name, 0)) for name in [*names, *SpecialTier]]
