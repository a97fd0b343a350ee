"""What can be wrong with leads that someone hands in."""

from __future__ import annotations

from shared.errors import Invalid


class LeadValidationError(Invalid):
    """Leads cannot be accepted as they are; `faults` names every place, with a remedy and never with the value."""

    code = "lead_invalid"
