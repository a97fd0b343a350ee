"""Reads the receipt of one lead: all that its page shows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.audit.actions import SubjectKind
from shared.audit.models import AuditEvent
from shared.audit.read import list_events
from shared.database.unit_of_work import UnitOfWork
from shared.leads.models import Lead
from shared.leads.read import LeadView, get_lead
from shared.profiles.content import Criterion, ProfileContent
from shared.profiles.repository import ProfileRepository, VersionLabel
from shared.receipts.arithmetic import CostSplit, Sums, add_up, split_cost
from shared.receipts.repository import PastAssessment, ReceiptRepository, SourceJob
from shared.scoring.models import Assessment
from shared.settings import Settings
from shared.verdicts.models import Outcome
from shared.verdicts.read import OverrideView


@dataclass(frozen=True, slots=True)
class Judged:
    """The assessment behind a lead's score, the profile that it followed, its sums and the parts of its cost."""

    assessment: Assessment
    content: ProfileContent
    cost: CostSplit | None

    @property
    def sums(self) -> Sums:
        """Points and weights, added up."""
        return add_up(self.assessment.criteria)

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """The criteria as stored, each with its question and, where its level is known, the text of that level."""
        asked = {criterion.key: criterion for criterion in self.content.criteria}
        return [_explained(result, asked.get(result["key"])) for result in self.assessment.criteria]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A lead with where it came from, how it was judged, now and before, and what people said of it, newest first.

    `judged` is None before any judgement.
    """

    view: LeadView
    job: SourceJob | None
    judged: Judged | None
    history: list[PastAssessment]
    events: Sequence[AuditEvent]

    @property
    def lead(self) -> Lead:
        """The lead's row."""
        return self.view.lead

    @property
    def assessment(self) -> Assessment | None:
        """The assessment behind the score."""
        return self.view.assessment

    @property
    def profile(self) -> VersionLabel | None:
        """The profile version that judged."""
        return self.view.profile

    @property
    def levels(self) -> list[dict[str, Any]] | None:
        """Each criterion with its weight and level."""
        return self.view.levels

    @property
    def override(self) -> OverrideView | None:
        """What a person says that it should score."""
        return self.view.override

    @property
    def outcome(self) -> Outcome | None:
        """What a person says that became of it."""
        return self.view.outcome


def get_receipt(uow: UnitOfWork, lead_id: uuid.UUID, *, settings: Settings) -> Receipt:
    """The receipt of a lead; raises LeadNotFound."""
    view = get_lead(uow, lead_id)
    receipts = ReceiptRepository(uow.session)
    return Receipt(
        view=view,
        job=receipts.find_job(view.lead.source_job_id),
        judged=None if view.assessment is None else _judged(uow, view.assessment, settings),
        history=receipts.list_history(view.lead.assessment_ids),
        events=list_events(uow, SubjectKind.LEAD, lead_id),
    )


def _explained(result: dict[str, Any], criterion: Criterion | None) -> dict[str, Any]:
    if criterion is None:
        return {**result, "anchor": None, "question": None}
    level = result["level"]
    anchor = None if level is None else criterion.anchors[level]
    return {**result, "anchor": anchor, "question": criterion.question}


def _judged(uow: UnitOfWork, assessment: Assessment, settings: Settings) -> Judged:
    cost = split_cost(
        assessment.prompt_tokens,
        assessment.completion_tokens,
        total=assessment.cost_usd,
        input_usd=settings.CEREBRAS_PRICE_INPUT_USD,
        output_usd=settings.CEREBRAS_PRICE_OUTPUT_USD,
    )
    return Judged(assessment, ProfileRepository(uow.session).get_content(assessment.profile_version_id), cost)
