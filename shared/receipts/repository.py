"""Queries for what stands on a receipt beside the lead and its assessment."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from shared.jobs.models import Job
from shared.profiles.models import Profile, ProfileVersion
from shared.profiles.repository import VersionLabel
from shared.scoring.models import Assessment

COMPARED = ("key", "label", "weight", "level", "points")


@dataclass(frozen=True, slots=True)
class SourceJob:
    """The job that a lead's row comes from."""

    id: uuid.UUID
    name: str | None


@dataclass(frozen=True, slots=True)
class PastAssessment:
    """One judgement of a lead, with the profile version that it was judged by."""

    assessment: Assessment
    profile: VersionLabel

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """Each criterion with its weight, level and points."""
        return [{name: one[name] for name in COMPARED} for one in self.assessment.criteria]


class ReceiptRepository:
    """Reads within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find_job(self, job_id: uuid.UUID) -> SourceJob | None:
        """The job, if it is still there."""
        row = self._session.execute(select(Job.id, Job.name).where(Job.id == job_id)).one_or_none()
        return None if row is None else SourceJob(row.id, row.name)

    def list_history(self, assessment_ids: Sequence[int]) -> list[PastAssessment]:
        """These assessments, newest first."""
        rows = self._session.execute(
            select(Assessment, Profile.name, ProfileVersion.number)
            .join(ProfileVersion, ProfileVersion.id == Assessment.profile_version_id)
            .join(Profile, Profile.id == ProfileVersion.profile_id)
            .where(Assessment.id.in_(assessment_ids))
            .order_by(Assessment.id.desc())
            .options(
                load_only(
                    Assessment.provider,
                    Assessment.model,
                    Assessment.criteria,
                    Assessment.score,
                    Assessment.score_exact,
                    Assessment.coverage,
                    Assessment.tier,
                    Assessment.created_at,
                    raiseload=True,
                )
            )
        )
        return [PastAssessment(assessment, VersionLabel(name, number)) for assessment, name, number in rows]
