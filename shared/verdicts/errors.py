"""What can be wrong with a person's word."""

from __future__ import annotations

from shared.errors import Conflict, Invalid


class VerdictInvalid(Invalid):
    """The word cannot be kept as it is; `faults` names the place."""

    code = "verdict_invalid"


class LeadNotJudged(Conflict):
    """No model has judged the lead, so there is no score beside which another could stand."""

    code = "lead_not_judged"

    def __init__(self) -> None:
        super().__init__("The lead has not been judged yet, so there is no score to override.")
