"""How a lead can end, and how leads are chosen by that; pure code."""

from __future__ import annotations

from enum import StrEnum

LONGEST_REASON = 1000


class OutcomeKind(StrEnum):
    """What became of the lead in the end."""

    WON = "won"
    LOST = "lost"


class OutcomeWanted(StrEnum):
    """Leads that ended so, or of which nobody said how they ended."""

    WON = "won"
    LOST = "lost"
    NONE = "none"
