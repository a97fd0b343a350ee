"""How a person's word is read beside the model's."""

from __future__ import annotations

from dataclasses import dataclass

from shared.verdicts.models import Override


@dataclass(frozen=True, slots=True)
class OverrideView:
    """An override, and whether the judgement that it spoke about is still the lead's."""

    override: Override
    of_current_assessment: bool


def view_override(override: Override | None, *, assessment_id: int | None) -> OverrideView | None:
    """The override of a lead whose current judgement is this one."""
    return None if override is None else OverrideView(override, override.assessment_id == assessment_id)
