"""What can be wrong with leads."""

from __future__ import annotations

from shared.errors import Invalid, NotFound, Unavailable


class LeadValidationError(Invalid):
    """Leads cannot be accepted as they are; `faults` names every place, with a remedy and never with the value."""

    code = "lead_invalid"


class LeadFileError(LeadValidationError):
    """The file as a whole cannot be read as leads: leaving rows out would not mend it."""

    code = "lead_file_invalid"


class WorkbooksBusy(Unavailable):
    """This process unpacks as many workbooks as it may."""

    code = "workbooks_busy"


class LeadNotFound(NotFound):
    """No lead has this id."""

    code = "lead_not_found"
