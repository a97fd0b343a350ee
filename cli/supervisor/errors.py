"""Why the stack cannot start or go on; each text names the remedy."""

from __future__ import annotations

from shared.errors import SalesAgentError


class StackFault(SalesAgentError):
    """The stack cannot start or go on; `detail` says what to do."""

    code = "stack_fault"
