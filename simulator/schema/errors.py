"""What is wrong with a schema."""

from __future__ import annotations


class SchemaProblem(Exception):
    """The schema breaks a rule, or nothing can be built from it; the message names the rule and the place."""
